"""How a lamp lives: reported, mended, seen by the one who reported it."""

from huiyin.kernel.flow import Fact, Flow, Owe, State, register, step
from tests.dummykind import effects as do
from tests.dummykind import rules

# fmt: off
FLOW = register(Flow(
    kind="lamp",
    label="路灯报修",
    model="dummykind.Lamp",
    sees=rules.sees,
    opens=rules.reporters,
    unit="盏",
    states=(
        State("dark", "待修", owes=(Owe("mend", rules.unit, "P-LAMP"),)),
        State("lit", "已修复", final=True, look="done"),
    ),
    steps=(
        step("wait", "等待配件", "dark", "", rules.unit, effects=(do.wait,), says="等待配件，暂停计时。"),
        step("part_came", "配件到了", "dark", "", rules.unit, effects=(do.part_came,), says="配件到了，继续计时。"),
        step("allow", "同意延期", "dark", "", rules.reporters, effects=(do.allow,),
             facts=(Fact("span", "延多久", help="例如 5wd"), Fact("why", "理由", "long")), says="同意延期。"),
        step("mend", "修好了", "dark", "lit", rules.unit, effects=(do.spend,), tells=(rules.reporters,),
             facts=(Fact("cost", "花费（元）", "number"),), says="修好了，花费 {cost} 元。", done="已修好。"),
    ),
))
# fmt: on
