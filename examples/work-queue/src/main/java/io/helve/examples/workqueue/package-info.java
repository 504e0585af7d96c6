/** A work queue with back-pressure: a producer of jobs goes as fast as its slow workers do, and no faster. */
package io.helve.examples.workqueue;
