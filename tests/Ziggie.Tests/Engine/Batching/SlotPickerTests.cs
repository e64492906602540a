using Ziggie.Engine.Batching;

namespace Ziggie.Tests.Engine.Batching;

public sealed class SlotPickerTests
{
    [Fact]
    public void A_conversation_goes_on_where_it_was()
    {
        var slots = new[] { Slot(0, [1, 2, 3, 4], 2), Slot(1, [1, 9], 1), Slot(2, [], 0) };
        Assert.Equal(new SlotChoice(slots[0], null), SlotPicker.Pick(slots, [1, 2, 3, 4, 5, 6]));
    }

    [Fact]
    public void One_that_only_begins_alike_leaves_the_others_memory_alone()
    {
        var slots = new[] { Slot(0, [1, 2, 3, 4, 5, 6], 2), Slot(1, [], 0) };
        Assert.Same(slots[1], SlotPicker.Pick(slots, [1, 2, 9, 9])!.Value.Slot);
    }

    [Fact]
    public void A_long_common_beginning_is_copied()
    {
        var system = Enumerable.Range(1, 300).ToArray();
        var slots = new[] { Slot(0, [.. system, .. Enumerable.Range(1000, 400)], 2), Slot(1, [], 0) };
        Assert.Equal(new SlotChoice(slots[1], slots[0]), SlotPicker.Pick(slots, [.. system, 7, 8]));
    }

    [Fact]
    public void Without_anything_in_common_the_one_unused_for_longest_serves()
    {
        var slots = new[] { Slot(0, [1], 5), Slot(1, [2], 3), Slot(2, [3], 4) };
        Assert.Same(slots[1], SlotPicker.Pick(slots, [9])!.Value.Slot);
    }

    [Fact]
    public void A_slot_that_never_served_comes_before_one_that_did()
    {
        var slots = new[] { Slot(0, [1], 1), Slot(1, [], 0) };
        Assert.Same(slots[1], SlotPicker.Pick(slots, [9])!.Value.Slot);
    }

    [Fact]
    public void Without_slots_there_is_no_choice() => Assert.Null(SlotPicker.Pick([], [1]));

    private static Slot Slot(int sequence, int[] tokens, long lastUse)
    {
        var slot = new Slot(sequence) { LastUse = lastUse };
        foreach (var token in tokens) slot.Read(token);
        return slot;
    }
}
