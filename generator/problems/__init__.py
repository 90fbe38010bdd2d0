"""What is wrong with somebody's contribution: a value, never an exception."""

from generator.problems.problem import Problem, Severity

__all__ = ["Problem", "Severity"]
