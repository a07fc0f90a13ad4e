"""The figures that the declarations name, made known to the house."""

from huiyin.kernel.figures import REGISTRY, declare
from huiyin.registers import flow
from huiyin.registers.shape import REGISTERS

declare(*(figure for one in REGISTERS.values() for figure in one.figures if figure.name not in REGISTRY))
__all__ = ["flow"]
