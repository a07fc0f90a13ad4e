"""Local rules of lamps."""

from huiyin.kernel.parameters import Parameter, declare

declare(Parameter("P-LAMP", "修复期限", "5wd", "span", "路灯", "报修后几个工作日内修好"))
