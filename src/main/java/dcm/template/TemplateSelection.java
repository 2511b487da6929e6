package dcm.template;

import java.util.Base64;
import java.util.BitSet;
import java.util.Collection;
import java.util.List;

/**
 * Chosen templates, written as one bit per template number in Base64: short enough for the id of a
 * component in Discord. Numbers without a template are ignored.
 */
public final class TemplateSelection {
  /** The longest text: 256 bits. */
  public static final int MAX_LENGTH = 43;

  private final BitSet numbers;

  private TemplateSelection(BitSet numbers) {
    this.numbers = numbers;
  }

  public static TemplateSelection empty() {
    return new TemplateSelection(new BitSet());
  }

  /**
   * The selection of a text.
   *
   * @throws IllegalArgumentException when it is not the text of a selection
   */
  public static TemplateSelection parse(String text) {
    if (text.length() > MAX_LENGTH) {
      throw new IllegalArgumentException("longer than a selection");
    }
    return new TemplateSelection(BitSet.valueOf(Base64.getUrlDecoder().decode(text)));
  }

  public boolean contains(TaskTemplate template) {
    return numbers.get(template.number());
  }

  /** The chosen templates in the catalog's order. */
  public List<TaskTemplate> of(TemplateCatalog catalog) {
    return catalog.templates().stream().filter(this::contains).toList();
  }

  /** The selection in which exactly these of some templates are chosen; others stay as they are. */
  public TemplateSelection with(Collection<TaskTemplate> some, Collection<TaskTemplate> chosen) {
    var changed = (BitSet) numbers.clone();
    some.forEach(each -> changed.set(each.number(), chosen.contains(each)));
    return new TemplateSelection(changed);
  }

  @Override
  public String toString() {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(numbers.toByteArray());
  }
}
