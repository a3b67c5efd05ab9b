"""From a plan to boards that may run it: overlays chosen, compared, loaded, tried.

Public: `check_deployment`, `Deployment`, `self_test`.
"""

from hwpipe.deploy.plan import Deployment, check_deployment
from hwpipe.deploy.selftest import self_test

__all__ = ["Deployment", "check_deployment", "self_test"]
