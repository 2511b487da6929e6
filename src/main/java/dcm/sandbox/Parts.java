package dcm.sandbox;

/** What the endpoints work with; all of it is touched on the desk only. */
record Parts(
    Desk desk,
    Snowflakes ids,
    World world,
    Messages messages,
    Commands commands,
    Interactions interactions,
    Application application,
    Grants grants,
    Faults faults,
    RequestLog requests,
    Gateway gateway,
    Composer composer) {}
