package dcm.http.management;

import dcm.entity.DegradedGuilds;
import dcm.http.Front;
import dcm.notify.Messengers;
import dcm.redis.Redis;
import dcm.view.View;
import org.jspecify.annotations.Nullable;

/**
 * The rooms that are looked at, once they are open.
 *
 * @param front null on a node that is no gateway
 */
public record Watched(
    DegradedGuilds degraded,
    View view,
    Redis redis,
    Messengers messengers,
    @Nullable Front front) {}
