package dcm.http.management;

import dcm.entity.DegradedGuilds;
import dcm.http.Front;
import dcm.notify.Messengers;
import dcm.redis.Redis;
import dcm.view.View;

/** The rooms that are looked at, once they are open. */
public record Watched(
    DegradedGuilds degraded, View view, Redis redis, Messengers messengers, Front front) {}
