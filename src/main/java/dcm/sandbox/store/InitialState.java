package dcm.sandbox.store;

import dcm.sandbox.store.SandboxGuild.Channel;
import dcm.sandbox.store.SandboxGuild.Member;
import dcm.sandbox.store.SandboxGuild.Role;
import dcm.sandbox.store.SandboxGuild.User;
import java.util.List;

/** Initial state of a new sandbox: the application and two guilds, with fixed ids. */
public final class InitialState {
  public static final String APPLICATION = "1000000000000000001";

  public static final String HOUSE = "1100000000000000001";
  public static final String SANNE = "1200000000000000001";
  public static final String MILAN = "1200000000000000002";
  public static final String NOOR = "1200000000000000003";
  public static final String DAAN = "1200000000000000004";
  public static final String HUISGENOOT = "1300000000000000001";
  public static final String SCHOONMAAKBAAS = "1300000000000000002";
  public static final String ALGEMEEN = "1400000000000000001";
  public static final String SCHOONMAAK = "1400000000000000002";

  public static final String CLUB = "1100000000000000002";
  public static final String ALICE = "1200000000000000011";
  public static final String BOB = "1200000000000000012";
  public static final String CAROL = "1200000000000000013";
  public static final String DAVE = "1200000000000000014";
  public static final String MEMBER = "1300000000000000011";
  public static final String CAPTAIN = "1300000000000000012";
  public static final String GENERAL = "1400000000000000011";
  public static final String BOATHOUSE = "1400000000000000012";

  private static final String JOINED_AT = "2024-09-01T10:00:00.000000+00:00";

  private InitialState() {}

  static void populate(GuildStore guildStore) {
    addHuizeKraanvogel(guildStore);
    addRowingClub(guildStore);
  }

  private static void addHuizeKraanvogel(GuildStore guildStore) {
    guildStore.putGuild(
        new SandboxGuild(
            HOUSE,
            "Huize Kraanvogel",
            SANNE,
            "nl",
            List.of(
                everyoneRole(HOUSE),
                new Role(HUISGENOOT, "Huisgenoot", "0"),
                new Role(SCHOONMAAKBAAS, "Schoonmaakbaas", "0")),
            List.of(new Channel(ALGEMEEN, "algemeen"), new Channel(SCHOONMAAK, "schoonmaak"))));
    addMember(guildStore, HOUSE, new User(SANNE, "sanne", "Sanne"), HUISGENOOT, SCHOONMAAKBAAS);
    addMember(guildStore, HOUSE, new User(MILAN, "milan", "Milan"), HUISGENOOT);
    addMember(guildStore, HOUSE, new User(NOOR, "noor", "Noor"), HUISGENOOT);
    addMember(guildStore, HOUSE, new User(DAAN, "daan", "Daan"), HUISGENOOT);
  }

  private static void addRowingClub(GuildStore guildStore) {
    guildStore.putGuild(
        new SandboxGuild(
            CLUB,
            "Riverside Rowing Club",
            ALICE,
            "en-GB",
            List.of(
                everyoneRole(CLUB),
                new Role(MEMBER, "Member", "0"),
                new Role(CAPTAIN, "Captain", Long.toString(SandboxPermissions.MANAGE_GUILD))),
            List.of(new Channel(GENERAL, "general"), new Channel(BOATHOUSE, "boathouse"))));
    addMember(guildStore, CLUB, new User(ALICE, "alice", "Alice"), MEMBER, CAPTAIN);
    addMember(guildStore, CLUB, new User(BOB, "bob", "Bob"), MEMBER, CAPTAIN);
    addMember(guildStore, CLUB, new User(CAROL, "carol", "Carol"), MEMBER);
    addMember(guildStore, CLUB, new User(DAVE, "dave", "Dave"), MEMBER);
  }

  public static Role everyoneRole(String guildId) {
    return new Role(guildId, "@everyone", Long.toString(SandboxPermissions.EVERYONE));
  }

  private static void addMember(GuildStore guildStore, String guild, User user, String... roles) {
    guildStore.putUser(user);
    guildStore.putMember(
        new Member(guild, user.id(), null, List.of(roles), SandboxGuild.DmPolicy.OPEN, JOINED_AT));
  }
}
