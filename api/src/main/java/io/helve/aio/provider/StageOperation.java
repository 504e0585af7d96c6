package io.helve.aio.provider;

import io.helve.aio.Aio;
import io.helve.aio.AioError;
import io.helve.annotation.ThreadSafe;
import java.util.concurrent.CompletionStage;

/** An operation that ends with a stage. A cancel ends the operation at once and cancels the stage. */
@ThreadSafe
final class StageOperation implements AioCanceller {
    private final CompletionStage<?> stage;
    private final OperationResult result = new OperationResult();

    private StageOperation(CompletionStage<?> stage) {
        this.stage = stage;
    }

    static void start(Aio aio, CompletionStage<?> stage) {
        StageOperation made = new StageOperation(stage);
        AioOperation operation = AioOperation.start(aio, made);
        if (operation == null) {
            made.cancelStage();
            stage.thenAccept(OperationResult::close);
            return;
        }
        stage.whenComplete((value, failure) -> {
            if (failure != null) {
                made.result.fail(operation, failure);
            } else {
                made.result.succeed(operation, value);
            }
        });
    }

    @Override
    public void cancel(AioOperation operation, AioError reason) {
        result.cancel(operation, reason);
        cancelStage();
    }

    private void cancelStage() {
        try {
            stage.toCompletableFuture().cancel(true);
        } catch (UnsupportedOperationException e) {
            // the stage cannot be cancelled; the value that it produces is closed
        }
    }

    @Override
    public String describe() {
        return "waiting for " + stage;
    }
}
