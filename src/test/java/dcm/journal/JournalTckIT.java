package dcm.journal;

import com.typesafe.config.ConfigFactory;
import dcm.journal.jdbc.TestDatabase;
import org.apache.pekko.persistence.CapabilityFlag;
import org.apache.pekko.persistence.japi.journal.JavaJournalSpec;
import org.junit.runner.RunWith;
import org.scalatestplus.junit.JUnitRunner;

/** Pekko's TCK for journals, with all capabilities. */
@RunWith(JUnitRunner.class)
public class JournalTckIT extends JavaJournalSpec {
  private static final long serialVersionUID = 1;

  public JournalTckIT() {
    super(
        ConfigFactory.parseString(
                """
                dcm.journal { schema-resolver = "dcm.journal.schema.SchemaPerId", inline-projection = "" }
                """)
            .withFallback(TestDatabase.fresh().config()));
  }

  @Override
  public CapabilityFlag supportsRejectingNonSerializableObjects() {
    return CapabilityFlag.on();
  }

  @Override
  public CapabilityFlag supportsSerialization() {
    return CapabilityFlag.on();
  }

  @Override
  public CapabilityFlag supportsMetadata() {
    return CapabilityFlag.on();
  }
}
