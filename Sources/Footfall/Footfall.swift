// Footfall
