package io.helve.ops.health;

/** How bad a finding is, from fine to bad. The names are those of Felix Health Checks. */
public enum Severity {
    /** As it should be. */
    OK,
    /** Worth a look; everything still works. */
    WARN,
    /** Does not work, and may work again by itself. */
    TEMPORARILY_UNAVAILABLE,
    /** Does not work until somebody does something. */
    CRITICAL
}
