package io.helve.net.ws;

import io.netty.channel.Channel;

/** The listeners of a port, as a handshake sees them. Called on event loops. */
interface PathRoutes {
    /** {@return the oldest listener of the port} */
    PathRoute oldest();

    /** {@return the listener at a path, or null if the path has no listener} */
    PathRoute find(String path);

    /** Notes to which listener a connection is offered when it is ready. */
    void chosen(Channel channel, PathRoute route);
}
