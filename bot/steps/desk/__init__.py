"""The agents' side, inside the transaction of one update: linking, the group, answers, commands, broadcasts, asks."""
