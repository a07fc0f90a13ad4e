"""What is counted of lamps."""

from huiyin.kernel.figures import Figure, Rate, Source, declare, reached

reported = Figure("lamps.reported", "报修", "盏", reached("lamp", "dark"))
mended = Figure("lamps.mended", "修复", "盏", reached("lamp", "lit"))
cost = Figure("lamps.cost", "花费", "元", Source("dummykind.Repair"), "sum:cost")
declare(reported, mended, cost, Rate("lamps.rate", "修复率", mended, reported))
