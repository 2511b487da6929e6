package dcm.sandbox;

import dcm.sandbox.Guild.Member;
import dcm.sandbox.Guild.Role;
import dcm.sandbox.Guild.Room;
import dcm.sandbox.Guild.User;
import java.util.List;

/** What a new sandbox contains: the application and two guilds, with ids that never change. */
public final class Seed {
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

  private static final String SINCE = "2024-09-01T10:00:00.000000+00:00";

  private Seed() {}

  static void plant(World world) {
    plantHouse(world);
    plantClub(world);
  }

  private static void plantHouse(World world) {
    world.putGuild(
        new Guild(
            HOUSE,
            "Huize Kraanvogel",
            SANNE,
            "nl",
            List.of(
                everyone(HOUSE),
                new Role(HUISGENOOT, "Huisgenoot", "0"),
                new Role(SCHOONMAAKBAAS, "Schoonmaakbaas", "0")),
            List.of(new Room(ALGEMEEN, "algemeen"), new Room(SCHOONMAAK, "schoonmaak"))));
    join(world, HOUSE, new User(SANNE, "sanne", "Sanne"), HUISGENOOT, SCHOONMAAKBAAS);
    join(world, HOUSE, new User(MILAN, "milan", "Milan"), HUISGENOOT);
    join(world, HOUSE, new User(NOOR, "noor", "Noor"), HUISGENOOT);
    join(world, HOUSE, new User(DAAN, "daan", "Daan"), HUISGENOOT);
  }

  private static void plantClub(World world) {
    world.putGuild(
        new Guild(
            CLUB,
            "Riverside Rowing Club",
            ALICE,
            "en-GB",
            List.of(
                everyone(CLUB),
                new Role(MEMBER, "Member", "0"),
                new Role(CAPTAIN, "Captain", Long.toString(Permissions.MANAGE_GUILD))),
            List.of(new Room(GENERAL, "general"), new Room(BOATHOUSE, "boathouse"))));
    join(world, CLUB, new User(ALICE, "alice", "Alice"), MEMBER, CAPTAIN);
    join(world, CLUB, new User(BOB, "bob", "Bob"), MEMBER, CAPTAIN);
    join(world, CLUB, new User(CAROL, "carol", "Carol"), MEMBER);
    join(world, CLUB, new User(DAVE, "dave", "Dave"), MEMBER);
  }

  static Role everyone(String guildId) {
    return new Role(guildId, "@everyone", Long.toString(Permissions.EVERYONE));
  }

  private static void join(World world, String guild, User user, String... roles) {
    world.putUser(user);
    world.putMember(new Member(guild, user.id(), null, List.of(roles), Guild.Dm.OPEN, SINCE));
  }
}
