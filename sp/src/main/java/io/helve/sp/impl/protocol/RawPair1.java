package io.helve.sp.impl.protocol;

import io.helve.aio.AioError;
import io.helve.sp.impl.message.SpMessage;

/** Raw pair, version 1: the application writes the header, and sending adds one to the number in it. */
final class RawPair1 extends Pair1 {
    @Override
    AioError check(SpMessage message) {
        return HopFilter.isHeader(message) ? AioError.OK : AioError.EPROTO;
    }

    @Override
    void encode(SpMessage message) {
        message.setHeader(message.popHeader() + 1);
    }
}
