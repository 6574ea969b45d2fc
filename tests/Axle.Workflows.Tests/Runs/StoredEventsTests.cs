using System.Text;
using Axle.Workflows.Runs.Events;

namespace Axle.Workflows.Tests.Runs;

/// <summary>What is stored is frozen: lines may be added to the golden file, never changed.</summary>
public sealed class StoredEventsTests
{
    public static TheoryData<string> Lines => [.. File.ReadAllLines(Path.Combine(AppContext.BaseDirectory, "Runs", "stored-events.jsonl"))];

    [Theory]
    [MemberData(nameof(Lines))]
    public void A_stored_event_is_read_and_written_the_same_for_ever(string line)
    {
        var read = RunEventJson.Read(Encoding.UTF8.GetBytes(line));
        Encoding.UTF8.GetString(RunEventJson.Write(read)).ShouldBe(line);
    }

    [Fact]
    public void Every_kind_of_event_has_a_line()
    {
        var kinds = typeof(RunEvent).Assembly.GetTypes().Where(static t => t.IsSubclassOf(typeof(RunEvent)));
        var lines = Lines.Select(static row => RunEventJson.Read(Encoding.UTF8.GetBytes((string)row.Data)).GetType());
        kinds.Except(lines).ShouldBeEmpty();
    }
}
