"""Input that means harm: `mutations` spoils good files, `targets` are what reads them, `bombs` are small and grow."""
