/** From URLs to providers: the factory that users see, and Helve's own provider. */
package io.helve.net.routing;
