package dcm.journal.write;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class GroupFailureIsolatorTest {
  @Property
  void every_element_is_in_one_part_and_every_part_is_smaller(
      @ForAll @IntRange(min = 2, max = 600) int size) {
    var group = IntStream.range(0, size).boxed().toList();

    var parts = GroupFailureIsolator.parts(group);

    assertThat(parts.stream().flatMap(List::stream)).containsExactlyElementsOf(group);
    assertThat(parts).hasSizeLessThanOrEqualTo(8);
    assertThat(parts).allSatisfy(part -> assertThat(part).isNotEmpty().hasSizeLessThan(size));
  }
}
