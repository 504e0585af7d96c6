/**
 * A host for plugins without OSGi: each plugin has a class loader and an {@link io.helve.aio.AioRuntime} of its own.
 * Closing the runtime ends everything that the plugin has started, and the class loader can be collected.
 */
package io.helve.examples.plugins;
