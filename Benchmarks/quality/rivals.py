"""Other ways to tell what an event did, on the same windows: the same weekday last week, and CausalImpact."""
import time
from collections import namedtuple

import numpy

try:
    import pandas
    from causal_impact import CausalImpact
except ImportError:
    CausalImpact = None

SPAN = 84
# Logarithm of the effect, standard normal without effect, and the bounds of nine in ten; nan where it has none.
Guess = namedtuple("Guess", "theta z lower upper")
NONE = Guess(*[numpy.nan] * 4)


def last_week(recorded, case, people):
    """ln(now / a week ago); how far that strays is taken from the same on the 84 days before."""
    windows = recorded.windows(case, SPAN + 7)
    windows[0] = people
    now, before = windows[:SPAN + 1], windows[7:]
    both = ~numpy.isnan(now) & ~numpy.isnan(before)
    sums = [numpy.where(both, part, 0).sum(axis=(1, 2)) + 0.5 for part in (now, before)]
    ratios = numpy.where(both.mean(axis=(1, 2)) > 0.6, numpy.log(sums[0] / sums[1]), numpy.nan)
    theta, past = ratios[0], ratios[1:][~numpy.isnan(ratios[1:])]
    if numpy.isnan(theta) or len(past) < 8:
        return NONE
    spread = past.std()
    return Guess(theta, theta / spread, theta - 1.645 * spread, theta + 1.645 * spread)


class Causal:
    """CausalImpact on the window's daily sums: 84 days before, a weekly season, all sensors of other zones."""

    def __init__(self):
        self.seconds, self.runs = 0.0, 0

    def guess(self, recorded, case, people):
        zone = recorded.city.zone_of[case.sensors[0]]
        others = [sensor for sensor, at in recorded.city.zone_of.items() if at != zone]
        sums = [self.sums(recorded, case, people)]
        for sensor in others:
            alone = case._replace(sensors=[sensor])
            column = self.sums(recorded, alone, recorded.people(alone))
            if column is not None and column.std() > 0:
                sums.append(column)
        if sums[0] is None:
            return NONE
        table = pandas.DataFrame(numpy.log(numpy.array(sums).T + 0.5))
        begin = time.process_time()
        result = CausalImpact(table, [0, SPAN - 1], [SPAN, SPAN], alpha=0.1,
                              model_args={"nseasons": 7, "season_duration": 1, "seed": 1}).summary_stats
        self.seconds += time.process_time() - begin
        self.runs += 1
        theta = result["point_effect_mean"]
        lower, upper = result["ci_lower"], result["ci_upper"]
        return Guess(theta, theta / ((upper - lower) / 3.29), lower, upper)

    @staticmethod
    def sums(recorded, case, people):
        """The window's people on each day; of one that was not measured in full, those of a week before."""
        windows = recorded.windows(case, SPAN)
        windows[0] = people
        sums = windows.sum(axis=(1, 2))[::-1]
        for place in numpy.flatnonzero(numpy.isnan(sums)):
            if place == SPAN or place < 7:
                return None
            sums[place] = sums[place - 7]
        return sums
