package io.helve.internal;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/**
 * The name that was probably meant by a mistyped one: the nearest by optimal string alignment distance (insertions,
 * deletions, substitutions, and exchanges of neighbours), if it is near enough to be more than chance.
 */
public final class NearestName {
    private static final int PREFIX_MIN = 2;

    private NearestName() {}

    /**
     * Finds the name that was meant.
     *
     * @param word the mistyped name
     * @param names the names that exist, in lower case
     * @return the nearest of the names, or nothing if none is near
     */
    public static Optional<String> of(String word, Collection<String> names) {
        String typed = word.toLowerCase(Locale.ROOT);
        return names.stream()
                .filter(name -> isNear(typed, name))
                .min(Comparator.comparingInt((String name) -> distance(typed, name))
                        .thenComparing(name -> name));
    }

    private static boolean isNear(String typed, String name) {
        String bare = withoutDashes(name);
        String start = withoutDashes(typed);
        boolean isStart = start.length() >= PREFIX_MIN && bare.startsWith(start);
        return isStart || distance(typed, name) <= Math.max(1, bare.length() / 3);
    }

    private static String withoutDashes(String name) {
        return name.replaceFirst("^-+", "");
    }

    private static int distance(String a, String b) {
        int[][] cost = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                if (i == 0 || j == 0) {
                    cost[i][j] = i + j;
                    continue;
                }
                int change = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
                cost[i][j] = Math.min(cost[i - 1][j - 1] + change, Math.min(cost[i - 1][j] + 1, cost[i][j - 1] + 1));
                if (i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1)) {
                    cost[i][j] = Math.min(cost[i][j], cost[i - 2][j - 2] + 1);
                }
            }
        }
        return cost[a.length()][b.length()];
    }
}
