"""What any cluster, real or practised on, must answer to the wizard's requests. Subclass it and give it a `pair`.

Written against real nodes of 8.19 and 9.5. Each test leaves the clusters as it found them.
"""

from tests.contract.cluster_keys import KeyContract, KeystoreContract
from tests.contract.cluster_login import LoginContract
from tests.contract.cluster_state import StateContract
from tests.contract.cluster_use import UseContract
from tests.contract.cluster_users import UserContract


class ClusterContract(LoginContract, StateContract, KeystoreContract, KeyContract, UserContract, UseContract):
    """The whole contract. `pair` is a fixture of class scope that yields a ContractPair."""
