/// How a report looks. Shapes, dashes and signs tell apart what colours do, so that it can be printed in black and white.
enum ReportStyle {
    static let sheet: HTML = """

        :root { --ink: #17202b; --soft: #4d5866; --line: #c9ced6; --track: #e6e9ee; --blue: #0b5cab; --orange: #b04a00; }
        * { box-sizing: border-box; }
        html { -webkit-text-size-adjust: 100%; }
        body { margin: 0 auto; padding: 0 clamp(1rem, 4vw, 2.5rem) 2rem; max-width: 60rem; background: #fff; color: var(--ink);
          font: 1rem/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "DejaVu Sans", sans-serif; overflow-wrap: break-word; }
        h1, h2, h3 { line-height: 1.2; text-wrap: balance; margin: 0; }
        h1 { font-size: clamp(1.7rem, 1.2rem + 2.4vw, 2.5rem); letter-spacing: -.02em; }
        h2 { font-size: 1.6rem; letter-spacing: -.015em; }
        h3 { font-size: 1.05rem; }
        p { margin: .4rem 0; text-wrap: pretty; }
        ul { margin: .3rem 0; padding-left: 1.15rem; }
        li { margin: .15rem 0; text-wrap: pretty; }
        a { color: var(--blue); text-underline-offset: .15em; }
        header { padding: 2rem 0 1.2rem; border-bottom: 3px solid var(--ink); }
        .city { margin: 0; font-weight: 600; color: var(--soft); }
        .until { margin: .3rem 0 0; color: var(--soft); }
        .summary, .event, .missing, .method { padding: 1.8rem 0; border-bottom: 1px solid var(--line); }
        .method { border: 0; }
        .when { margin: .2rem 0 0; color: var(--soft); }
        .headline { font-size: 1.3rem; line-height: 1.4; margin: .9rem 0 .3rem; max-width: 48rem; font-weight: 550; }
        .second { max-width: 48rem; margin: 0; }
        .facts { display: flex; flex-wrap: wrap; gap: .4rem 2.4rem; margin: 1rem 0 0; padding: .7rem 0; border: solid var(--line); border-width: 1px 0; }
        .facts dt { color: var(--soft); font-size: .9rem; }
        .facts dd { margin: 0; font-weight: 650; font-size: 1.1rem; }
        figure { margin: 1.5rem 0 0; min-width: 0; }
        figcaption { font-size: .92rem; color: var(--soft); max-width: 44rem; }
        figcaption p { margin: .3rem 0; }
        .halves .curve .chart text { font-size: 19px; }
        .day { display: grid; grid-template: auto 1fr / 1fr 1fr; gap: 0 2.5rem; align-items: start; }
        .day-2 figure:nth-child(2) { grid-area: 1 / 2 / span 2; }
        .day-2 .notes { grid-area: 2 / 1; display: block; }
        .day-1 .notes { display: block; }
        .day-0 .notes { grid-column: span 2; }
        .notes h3 { margin-top: .5rem; }
        .halves { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 21rem), 1fr)); gap: 0 2.5rem; align-items: start; }
        .notes { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 21rem), 1fr)); gap: 0 2.5rem; margin-top: 1.5rem; font-size: .92rem; }
        .legend { list-style: none; display: flex; flex-wrap: wrap; gap: .1rem 1.2rem; margin: .35rem 0; padding: 0; font-size: .88rem; }
        .legend li { display: flex; align-items: center; gap: .45rem; margin: 0; }
        i.key { display: inline-block; width: 1.7rem; height: .8rem; flex: none; }
        i.measured { height: 0; border-top: 3px solid var(--blue); }
        i.expected { height: 0; border-top: 2px dashed var(--ink); }
        i.band { background: #d5dae1; }
        i.gap { background: repeating-linear-gradient(135deg, #fff 0 3px, #8b94a1 3px 4px); border: 1px solid #8b94a1; }
        svg.key { width: 1.2rem; height: 1.2rem; flex: none; }
        .chart { display: block; width: 100%; height: auto; margin: .3rem 0; overflow: visible; }
        .chart text { font: 12px system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "DejaVu Sans", sans-serif; fill: var(--ink); }
        .chart .strong { font-weight: 650; }
        .window { fill: #f3ead3; }
        .band { fill: #8b98a9; fill-opacity: .33; }
        .surplus { fill: var(--blue); fill-opacity: .16; }
        .grid { stroke: var(--track); fill: none; }
        .hundred { stroke: #7c8694; stroke-dasharray: 2 3; fill: none; }
        .tick, .axis { stroke: #7c8694; fill: none; }
        .gap { stroke: #8b94a1; stroke-width: .8; fill: none; }
        .expected { fill: none; stroke: var(--ink); stroke-width: 1.6; stroke-dasharray: 6 4; }
        .measured { fill: none; stroke: var(--blue); stroke-width: 2.8; stroke-linejoin: round; }
        .dot { fill: var(--blue); }
        .open { fill: #fff; stroke: var(--blue); stroke-width: 2; }
        .reach { fill: none; stroke: var(--blue); stroke-width: 2; }
        .here { stroke: var(--blue); stroke-width: 2.2; fill: none; }
        .brick { fill: #7d8896; }
        .far { fill: #f0f2f5; stroke: var(--line); }
        .circle { fill: none; stroke: var(--line); stroke-dasharray: 3 4; }
        .ground { fill-opacity: .15; stroke-width: 1.4; }
        .ground.own { fill: var(--ink); stroke: var(--ink); } .ground.gained { fill: var(--blue); stroke: var(--blue); }
        .ground.lost { fill: var(--orange); stroke: var(--orange); }
        .ground.unclear, .ground.withheld { fill: none; stroke: #7c8694; }
        circle.sign { stroke: var(--ink); stroke-width: 1.5; fill: #fff; }
        circle.own { fill: var(--ink); } circle.gained { fill: var(--blue); stroke: var(--blue); }
        circle.lost { fill: #fff; stroke: var(--orange); stroke-width: 3; }
        circle.withheld { stroke-dasharray: 3 3; }
        text.sign { font: 700 15px system-ui, "DejaVu Sans", sans-serif; fill: var(--ink); }
        text.own, text.gained { fill: #fff; } text.lost { fill: var(--orange); }
        .map { border: 1px solid var(--line); border-radius: .4rem; overflow: hidden; }
        .map .name { paint-order: stroke; stroke: #fff; stroke-width: 3px; stroke-linejoin: round; }
        table { border-collapse: collapse; width: 100%; margin: 1rem 0 0; font-size: .95rem; }
        caption { text-align: left; font-weight: 650; font-size: 1.05rem; padding-bottom: .2rem; }
        th, td { text-align: left; vertical-align: top; padding: .4rem .8rem .4rem 0; border-bottom: 1px solid var(--line); font-weight: 400; }
        thead th, thead td { color: var(--soft); font-size: .88rem; border-color: var(--ink); padding-top: .2rem; }
        th span { display: block; color: var(--soft); font-size: .85rem; }
        .number { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
        .range { white-space: nowrap; font-variant-numeric: tabular-nums; }
        .picture { width: 9rem; }
        .effects tbody th { min-width: 8rem; width: 34%; }
        .bar { display: block; width: 100%; min-width: 6rem; height: 1.2rem; margin-top: .1rem; }
        .together th, .together td { background: #f3f5f8; }
        .during { background: #faf4e6; }
        .series { margin-top: .8rem; }
        details { margin-top: .5rem; font-size: .92rem; }
        summary { cursor: pointer; color: var(--blue); }
        .wide { overflow-x: auto; }
        .hours { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(100%, 15rem), 1fr)); gap: 0 2rem; }
        .method dl { margin: .8rem 0; display: grid; grid-template-columns: minmax(8rem, max-content) 1fr; gap: .35rem 1.5rem; }
        .method dt { font-weight: 650; } .method dd { margin: 0; max-width: 44rem; text-wrap: pretty; }
        .version { color: var(--soft); font-size: .9rem; }
        .private { margin-top: 1.5rem; padding: .8rem 1rem 1rem; border: 3px double var(--ink); }
        .warning { display: inline-block; margin: 0 0 1rem; padding: .3rem .8rem; border: 3px double var(--ink); font-weight: 700; }
        @media (max-width: 40rem) {
          .curve .chart text { font-size: 20px; }
          .day { display: block; }
          .effects thead { display: none; }
          .effects tr { display: flex; flex-wrap: wrap; gap: 0 1rem; padding: .4rem 0; border-bottom: 1px solid var(--line); }
          .effects tbody th { flex: 0 0 100%; width: auto; } .effects th, .effects td { border: 0; padding: 0; }
          .picture { display: none; }
          .headline { font-size: 1.15rem; }
          .method dl { grid-template-columns: 1fr; gap: 0; } .method dt { margin-top: .6rem; }
          table { font-size: .9rem; }
        }
        @page { size: A4; margin: 11mm 15mm; }
        @media print {
          html { font-size: 12.2px; }
          body { max-width: none; padding: 0; }
          * { -webkit-print-color-adjust: exact; print-color-adjust: exact; }
          header { padding-top: 0; }
          .event { break-before: page; border: 0; padding: 0; }
          header + main > .event:first-child { break-before: auto; padding-top: 1rem; }
          .method, .missing { break-inside: avoid; }
          figure, tr, .private table, .facts, .notes section { break-inside: avoid; }
          h2, h3, caption { break-after: avoid; }
          .event h2, .event .when { display: inline; margin-right: .8rem; }
          .halves, .notes { grid-template-columns: 1fr 1fr; }
          .headline { margin-top: .6rem; font-size: 1.2rem; max-width: none; } .second, figcaption { max-width: none; }
          .facts { margin-top: .5rem; padding: .3rem 0; } .facts dt, .facts dd { display: inline; font-size: 1rem; }
          th, td { padding-top: .2rem; padding-bottom: .2rem; }
          table { break-inside: avoid; } .summary table, .private table { break-inside: auto; }
          figure, table, .notes { margin-top: .8rem; }
          .event > .curve .chart { width: 78%; }
          .picture { width: 8rem; }
          details:not([open]) { display: none; }
          a { color: inherit; text-decoration: none; }
        }

        """
}
