package io.helve.sp.impl.endpoint;

/**
 * What decides between transports of one scheme, by the framework's own rule: the higher ranking comes first, then the
 * service that was there earlier.
 *
 * @param ranking the service's ranking
 * @param id the service's number
 */
public record Rank(int ranking, long id) implements Comparable<Rank> {
    /** What is not a service of its own: no ranking, and there first. */
    public static final Rank OURS = new Rank(0, -1);

    /** The better one is the lesser. */
    @Override
    public int compareTo(Rank other) {
        int byRanking = Integer.compare(other.ranking, ranking);
        return byRanking != 0 ? byRanking : Long.compare(id, other.id);
    }
}
