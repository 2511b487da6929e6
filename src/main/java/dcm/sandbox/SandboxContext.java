package dcm.sandbox;

import dcm.sandbox.gateway.EventLoop;
import dcm.sandbox.gateway.GatewayServer;
import dcm.sandbox.interaction.InteractionStore;
import dcm.sandbox.oauth.GrantStore;
import dcm.sandbox.rest.RequestLog;
import dcm.sandbox.store.BotApplication;
import dcm.sandbox.store.CommandStore;
import dcm.sandbox.store.FaultInjection;
import dcm.sandbox.store.GuildStore;
import dcm.sandbox.store.MessageBuilder;
import dcm.sandbox.store.MessageStore;
import dcm.sandbox.store.SnowflakeGenerator;

/** Components shared by the endpoints; all of them are used on the event loop only. */
public record SandboxContext(
    EventLoop eventLoop,
    SnowflakeGenerator ids,
    GuildStore guildStore,
    MessageStore messages,
    CommandStore commands,
    InteractionStore interactions,
    BotApplication application,
    GrantStore grants,
    FaultInjection faults,
    RequestLog requestLog,
    GatewayServer gateway,
    MessageBuilder messageBuilder) {}
