package io.helve.races;

/** How long the tests shall run: the system property {@code races.length}, which the Maven profile sets. */
final class Length {
    private Length() {}

    static boolean isLong() {
        return "long".equals(System.getProperty("races.length"));
    }
}
