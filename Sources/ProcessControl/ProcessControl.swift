// Statistical process control, usable alone: `ChartDesign` says what is wanted, `ControlChart` is
// fed readings, `PointVerdict` is the answer. Folders from the outside in: Charts, Rules,
// Constants.
