import dev.specgen.cases.lists.Colours;
import dev.specgen.cases.lists.ItemIds;
import dev.specgen.cases.lists.ListsReader;
import dev.specgen.cases.lists.ListsWriter;
import dev.specgen.cases.lists.MadeRef;
import dev.specgen.cases.lists.MadeWay;
import dev.specgen.flowtrace.SpanContext;
import dev.specgen.flowtrace.SpanData;
import dev.specgen.flowtrace.Tags;
import dev.specgen.flowtrace.testing.Recorder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Gives lists of ids, of open values and of references, and what is deprecated. */
public final class JavaLists {
    private static final String ID_1 = "7f9c24e8-3b1d-4c5a-9a0f-2e6d81c4b7a1";
    private static final String ID_2 = "7f9c24e8-3b1d-4c5a-9a0f-2e6d81c4b7a2";
    private static final String ID_3 = "7f9c24e8-3b1d-4c5a-9a0f-2e6d81c4b7a3";
    private static final String ID_4 = "7f9c24e8-3b1d-4c5a-9a0f-2e6d81c4b7a4";

    private JavaLists() {}

    /** Emits a list and one that is made of it. */
    public static void main() {
        try (Recorder recorder = new Recorder()) {
            ListsWriter writer = ListsWriter.of(recorder.getSink(), "acme");
            List<ItemIds> items = ItemIds.asList(Arrays.asList("a", "b"));
            List<Colours> colours = Colours.asList(Arrays.asList("RED", "BLUE"));
            SpanContext made = writer.made(ID_1, items, colours, MadeWay.Typed.of("k1"), Tags.EMPTY, null);
            List<MadeRef> links = new ArrayList<>(MadeRef.asList(made));
            links.addAll(MadeRef.asList(MadeRef.of(ID_2)));
            writer.merged(made, links, Tags.EMPTY, null);
            SpanData merged = recorder.single("merged");
            if (merged.getLinks().size() != 2
                    || !merged.getLinks().get(0).getContext().equals(made)
                    || !Arrays.asList("a", "b").equals(recorder.single("made").getTags().get("item_ids"))) {
                throw new AssertionError(recorder.getSpans());
            }
            old(recorder, items, colours);
        }
    }

    @SuppressWarnings("deprecation")
    private static void old(Recorder recorder, List<ItemIds> items, List<Colours> colours) {
        ListsReader reader = ListsReader.of(recorder.getSink(), "acme");
        reader.made(ID_3, items, colours, MadeWay.Scanned.of("s1"), Tags.EMPTY, null);
        ListsWriter both = ListsWriter.of(recorder.getSink(), "acme", "eu");
        both.made(ID_4, items, colours, MadeWay.Typed.of("k1"), Tags.EMPTY, null);
    }
}
