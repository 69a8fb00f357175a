"""WaysOn: what leads on where a secret is gone, or its keyring fails: the question of it, or memory."""

from screens.frame import Framed

BY_HAND_NEEDS = "By hand needs a keyring: the key is in memory. On Home, k says how to get one."
MOVED = "Secrets stay in memory until you leave. What the keyring holds is asked again."


class WaysOn(Framed):
    """A stage with an open session: `g` gives what is missing, `m` leaves a keyring that fails for memory."""

    def way_on(self, action: str) -> bool:
        """Whether `give_secret` or `memory` leads on now."""
        session = self.work.session
        if session is None:
            return False
        match action:
            case "give_secret":
                return bool(session.lacking or self.work.refused)
            case "way_to_nodes":
                return session.unfetchable is not None and not session.lacking
        return session.vault_trouble is not None

    def action_give_secret(self) -> None:
        """To the question of the first secret that is gone, or refused."""
        self.wizard.ask_about(self.work.lacking or self.work.refused)

    def action_way_to_nodes(self) -> None:
        """To the question how commands reach the nodes: by hand, nobody can fetch a key that is in memory."""
        self.wizard.ask_about("local.nodes", BY_HAND_NEEDS)

    def action_memory(self) -> None:
        """Secrets stay in memory; then one that is gone is asked for, or what failed is looked at again."""
        self.work.use_memory()
        if id := self.work.lacking:
            self.wizard.ask_about(id, MOVED, only_lacking=True)
        else:
            self.action_look()

    def action_look(self) -> None:
        """Look again."""
        raise NotImplementedError
