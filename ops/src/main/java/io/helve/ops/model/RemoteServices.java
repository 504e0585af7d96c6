package io.helve.ops.model;

import java.util.List;

/** The exported and imported services of the registry, to be called by operators. */
public interface RemoteServices {
    /** What is done with a service. */
    interface Use {
        /**
         * Uses the service.
         *
         * @param service the object
         * @param interfaces its interfaces
         * @return a result
         * @throws Exception if something fails
         */
        Object with(Object service, List<Class<?>> interfaces) throws Exception;
    }

    /**
     * Gets a service, uses it and lets it go. An imported service is preferred to an exported one.
     *
     * @param name the name of an interface, with or without its package, or the id of an endpoint
     * @param use what is done with the service
     * @return its result
     * @throws IllegalArgumentException if there is no such service, or no bundle can see its interfaces
     * @throws Exception if the use fails
     */
    Object use(String name, Use use) throws Exception;
}
