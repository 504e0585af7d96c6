/**
 * Files as operations on handles, over {@link java.nio.channels.FileChannel}.
 *
 * <p>{@link io.helve.impl.file.FileService} owns two bounded sets of threads ({@code FileThreads}): one set for
 * operations that end by themselves, and one set for files that can block without end (pipes, terminals), so that a
 * pipe without a writer cannot delay regular files. Each user has a {@link io.helve.impl.file.FileTenant}, which opens
 * ({@code OpenTask}) a {@code RegularFile} or a {@code StreamFile}.
 *
 * <p>Threading: one lock for each service guards queues, regular files and the states of their operations; each stream
 * has a lock of its own. {@code finish}, channels and user code are only called without a lock. A thread at work is
 * never interrupted, because that would close its channel.
 *
 * <p>The threads are platform threads on every JDK. On virtual threads a file operation holds its carrier, which all of
 * the process shares: two reads from an idle pipe on a machine with two processors stop every virtual thread there is,
 * and closing the channel does not end them (seen with JDK 25), as it does on platform threads.
 */
package io.helve.impl.file;
