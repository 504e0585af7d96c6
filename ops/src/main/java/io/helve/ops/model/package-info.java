/**
 * The read-only model of all views: {@link io.helve.ops.model.Observed} reads the statistics services that
 * {@link io.helve.ops.model.Sources} names, and gives records of the API or views of nodes
 * ({@link io.helve.ops.model.SocketView}, {@link io.helve.ops.model.EndpointView}, {@link io.helve.ops.model.PipeView},
 * {@link io.helve.ops.model.MemoryView}). Nothing here counts anything by itself, but
 * {@link io.helve.ops.model.Sightings} compares one look with the next.
 */
package io.helve.ops.model;
