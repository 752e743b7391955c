"""Running unattended: `facts` tells how the installation is, `alert` what an operator is told, `deliver` tells it.

It knows no scheduler; `assets` calls it in Dagster, `gongkai health` without. Beside `fetch` it alone opens
connections, and only to the mail server and the webhooks that the operator names.
"""
