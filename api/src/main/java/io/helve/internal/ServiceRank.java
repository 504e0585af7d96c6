package io.helve.internal;

import java.util.Map;

/**
 * Decides between several services of one kind, by the OSGi framework's own rule: the service with the higher ranking
 * comes first, and of two services with the same ranking the one that was registered earlier, which has the lower id.
 *
 * @param ranking the ranking of the service
 * @param id the id of the service
 */
public record ServiceRank(int ranking, long id) implements Comparable<ServiceRank> {
    /** The rank of an object that is not registered as a service: no ranking, and before all services without one. */
    public static final ServiceRank NOT_A_SERVICE = new ServiceRank(0, -1);

    private static final String RANKING = "service.ranking";
    private static final String ID = "service.id";

    /**
     * Reads the rank of a service from its properties. As in the framework, a ranking that is not an {@code Integer}
     * counts as none.
     *
     * @param properties the properties of the service
     * @return its rank
     */
    public static ServiceRank of(Map<String, ?> properties) {
        int ranking = properties.get(RANKING) instanceof Integer given ? given : 0;
        long id = properties.get(ID) instanceof Long given ? given : Long.MAX_VALUE;
        return new ServiceRank(ranking, id);
    }

    /** Orders ranks so that the preferred rank comes first, as the least. */
    @Override
    public int compareTo(ServiceRank other) {
        int byRanking = Integer.compare(other.ranking, ranking);
        return byRanking != 0 ? byRanking : Long.compare(id, other.id);
    }
}
