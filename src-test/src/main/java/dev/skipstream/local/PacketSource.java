package dev.skipstream.local;

import java.io.IOException;

/** Records to be sent, one after the other. */
interface PacketSource {

    /**
     * Writes the next record into the packet.
     *
     * @return false at the end, and then the packet means nothing
     */
    boolean next(Packet packet) throws IOException;
}
