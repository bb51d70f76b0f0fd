"""The path of a newcomer: lessons with exercises, claims about curves, drills, the first session. Pure; events only."""
