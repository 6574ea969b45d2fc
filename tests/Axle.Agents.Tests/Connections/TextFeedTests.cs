using Axle.Agents.Connections;

namespace Axle.Agents.Tests.Connections;

public sealed class TextFeedTests
{
    [Fact]
    public void Texts_without_a_character_take_up_room_too()
    {
        var feed = new TextFeed();
        using var texts = feed.Open(new RunId("r"));
        for (var i = 0; i < 50_000; i++)
            feed.Write(new RunId("r"), new TaskText("say", "t", ""));
        var (after, kept) = (0L, new List<TaskText>());

        _ = texts.Read(ref after, kept);

        after.ShouldBe(50_000);
        kept.Count.ShouldBeLessThan(20_000);
    }
}
