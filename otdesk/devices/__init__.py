"""What stands on the counter beside the PC: the receipt printer and the drawer it opens.

A device is told what to do in values of the domain and knows no service: a till that is broken
off from its printer sells all the same. Faults of a device are `EnvironmentFault`.
"""
