package io.helve.aio.provider;

import io.helve.aio.AioFactory;
import java.util.concurrent.Executor;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * An executor that never blocks: it runs each task at once on the calling thread, or passes the task on without
 * waiting. Providers that build operations on handles of their own use it to do something when the callback has
 * returned and the handle is free again.
 *
 * <p>Helve calls {@link #execute execute} of an ordinary executor on no thread that other tenants depend on, such as an
 * event loop: a worker of the completion pool calls it, which costs a wake-up for each completion. By implementing this
 * interface an executor declares what {@link AioFactory#INLINE} declares of callbacks: neither {@code execute} nor the
 * callbacks block. Helve then calls {@code execute} on the thread that finishes the operation. As with {@code INLINE},
 * a worker calls {@code execute} for operations that time out, at a depth of eight callbacks on a stack, and for a
 * minute after the tenant has blocked a thread that others depend on.
 */
@ConsumerType
public interface InlineExecutor extends Executor {}
