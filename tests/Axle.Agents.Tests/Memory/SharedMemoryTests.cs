using System.Text.Json;
using Axle.Agents.Memory;
using Axle.Agents.Tests.Support;
using Axle.Workflows.InMemory;

namespace Axle.Agents.Tests.Memory;

public sealed class SharedMemoryTests : IDisposable
{
    private static readonly MemoryScope Scope = MemoryScope.OfRun(new RunId("run-1"));

    private readonly ManualTime _time = new();
    private readonly MemoryDisk _disk = new();
    private readonly MemoryRunStore _store;
    private readonly SharedMemory _memory;

    public SharedMemoryTests()
    {
        _store = new MemoryRunStore(_disk, "test");
        _memory = new SharedMemory(() => _store, _time);
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _store.Dispose();

    [Fact]
    public async Task Whoever_has_read_the_latest_version_may_write()
    {
        (await WriteAsync("plan", "1", "amy")).ShouldBe((NoteOutcome.Written, 1));
        (await WriteAsync("plan", "2", "bob", basedOn: 1)).ShouldBe((NoteOutcome.Written, 2));
        var note = (await _memory.FindAsync(Scope, "plan", Token)).ShouldNotBeNull();
        (note.Value.GetInt32(), note.Version, note.Current.Author).ShouldBe((2, 2, "bob"));
        note.Entries.Select(static e => e.Author).ShouldBe(["amy", "bob"]);
    }

    [Fact]
    public async Task A_second_writer_is_refused_and_its_value_kept_in_the_history()
    {
        await WriteAsync("plan", "1", "amy", ConflictRule.KeepFirst);
        (await WriteAsync("plan", "2", "bob")).ShouldBe((NoteOutcome.Refused, 2));
        var note = (await _memory.FindAsync(Scope, "plan", Token)).ShouldNotBeNull();
        note.Value.GetInt32().ShouldBe(1);
        note.Entries[^1].Given.GetInt32().ShouldBe(2);
        // It knows the value in force, whatever was refused since.
        (await WriteAsync("plan", "3", "bob", basedOn: 1)).ShouldBe((NoteOutcome.Written, 3));
    }

    [Fact]
    public async Task The_last_one_replaces_what_it_did_not_know()
    {
        await WriteAsync("plan", "1", "amy", ConflictRule.KeepLast);
        (await WriteAsync("plan", "2", "bob")).ShouldBe((NoteOutcome.Replaced, 2));
        (await _memory.FindAsync(Scope, "plan", Token))!.Value.GetInt32().ShouldBe(2);
    }

    [Fact]
    public async Task A_proposal_waits_until_somebody_who_has_seen_it_writes()
    {
        await WriteAsync("plan", "1", "amy", ConflictRule.Ask);
        (await WriteAsync("plan", "2", "bob")).ShouldBe((NoteOutcome.Proposed, 2));
        var note = (await _memory.FindAsync(Scope, "plan", Token))!;
        (note.Value.GetInt32(), note.Proposals.ShouldHaveSingleItem().Author).ShouldBe((1, "bob"));
        (await WriteAsync("plan", "3", "cid", basedOn: 1)).ShouldBe((NoteOutcome.Proposed, 3));
        (await WriteAsync("plan", "4", "person", basedOn: 3)).ShouldBe((NoteOutcome.Written, 4));
        (await _memory.FindAsync(Scope, "plan", Token))!.Proposals.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(ConflictRule.KeepFirst)]
    [InlineData(ConflictRule.KeepLast)]
    [InlineData(ConflictRule.Merge)]
    [InlineData(ConflictRule.Ask)]
    public async Task Many_writers_at_once_lose_nothing(ConflictRule rule)
    {
        const int Writers = 100;
        await WriteAsync("board", "{}", "start", rule);
        await Task.WhenAll(Enumerable.Range(0, Writers).Select(i => Task.Run(async () =>
        {
            await Task.Yield();
            var seen = (await _memory.FindAsync(Scope, "board", Token))!;
            await WriteAsync("board", $$"""{"w{{i}}":{{i}}}""", $"w{i}", basedOn: i % 3 == 0 ? 0 : seen.Version);
        }, Token)));

        var note = (await _memory.FindAsync(Scope, "board", Token))!;
        note.Version.ShouldBe(Writers + 1);
        // Every value is in the history, once, under its author, in an unbroken line of versions.
        note.Entries.Select(static e => e.Version).ShouldBe(Enumerable.Range(1, Writers + 1).Select(static v => (long)v));
        for (var i = 0; i < Writers; i++)
            note.Entries.Where(e => e.Author == $"w{i}").ShouldHaveSingleItem().Given.GetProperty($"w{i}").GetInt32().ShouldBe(i);
        CheckRule(note);
    }

    [Fact]
    public async Task Merging_writers_at_once_all_have_their_fields_and_additions_in_the_value()
    {
        await WriteAsync("board", """{"list":[]}""", "start", ConflictRule.Merge);
        await Task.WhenAll(Enumerable.Range(0, 60).Select(i => Task.Run(() =>
            WriteAsync("board", $$"""{"list":[{{i}}],"f{{i}}":true}""", $"w{i}", basedOn: 1), Token)));
        var note = (await _memory.FindAsync(Scope, "board", Token))!;
        note.Value.GetProperty("list").EnumerateArray().Select(static n => n.GetInt32()).Order().ShouldBe(Enumerable.Range(0, 60));
        Enumerable.Range(0, 60).ShouldAllBe(i => note.Value.GetProperty($"f{i}").GetBoolean());
        note.Entries.ShouldAllBe(static e => e.Clashes.IsEmpty);
    }

    [Fact]
    public async Task A_write_that_is_made_again_after_a_crash_is_made_once()
    {
        await WriteAsync("log", "[1]", "amy", ConflictRule.Merge);
        var write = new NoteWrite("log", JsonElement.Parse("[1,2]"), "bob") { BasedOn = 1, Key = "run-1/step/3" };
        var first = await _memory.WriteAsync(Scope, write, Token);
        await WriteAsync("log", "[1,2,3]", "cid", basedOn: 2);

        using var afterwards = new MemoryRunStore(_disk, "afterwards");
        var again = await new SharedMemory(() => afterwards, _time).WriteAsync(Scope, write, Token);
        (again.Entry.Version, again.Note.Version).ShouldBe((first.Entry.Version, 3));
        again.Note.Value.GetRawText().ShouldBe("[1,2,3]");
    }

    [Fact]
    public async Task The_history_is_bounded_and_never_loses_the_value_in_force()
    {
        await WriteAsync("plan", "\"first\"", "amy", ConflictRule.KeepFirst);
        for (var i = 0; i < Note.MostEntries + 20; i++)
            await WriteAsync("plan", $"{i}", "bob");
        var note = (await _memory.FindAsync(Scope, "plan", Token))!;
        (note.Value.GetString(), note.Entries.Length, note.Version).ShouldBe(("first", Note.MostEntries + 1, Note.MostEntries + 21));
    }

    [Fact]
    public async Task Notes_of_a_run_are_forgotten_thirty_days_after_the_last_write_and_those_of_a_workspace_are_not()
    {
        var place = MemoryScope.OfWorkspace("/some/where");
        await WriteAsync("plan", "1", "amy");
        await _memory.WriteAsync(place, new NoteWrite("plan", JsonElement.Parse("2"), "amy"), Token);
        _time.Pass(TimeSpan.FromDays(31));
        (await _memory.FindAsync(Scope, "plan", Token)).ShouldBeNull();
        (await _memory.ListAsync(place, Token)).ShouldHaveSingleItem().Value.GetInt32().ShouldBe(2);
    }

    [Theory]
    [InlineData("", "1", 0, null, "A note's name")]
    [InlineData("plan", "null", 0, null, "is null")]
    [InlineData("plan", "2", 9, null, "has no version 9")]
    [InlineData("new", "2", 9, null, "There is no note 'new'")]
    [InlineData("plan", "2", 1, ConflictRule.Merge, "has the conflict rule KeepFirst")]
    public async Task What_cannot_be_written_says_why(string name, string value, long basedOn, ConflictRule? rule, string message)
    {
        await WriteAsync("plan", "1", "amy");
        var error = (await Should.ThrowAsync<AxleException>(() => WriteAsync(name, value, "bob", rule, basedOn))).Error;
        error.Kind.ShouldBe(ErrorKind.Validation);
        error.Message.ShouldContain(message);
    }

    [Fact]
    public async Task A_value_that_is_too_large_is_refused() =>
        (await Should.ThrowAsync<AxleException>(() => WriteAsync("plan", $"\"{new string('x', SharedMemory.MostBytes)}\"", "amy"))).Message.ShouldContain("64 KiB");

    // Each version follows from the ones before it by the rule: nothing was written over unseen.
    private static void CheckRule(Note note)
    {
        var (value, valueVersion, open) = (note.Entries[0], 1L, 0);
        foreach (var entry in note.Entries.Skip(1))
        {
            var knew = entry.BasedOn >= valueVersion && (open == 0 || entry.BasedOn == entry.Version - 1);
            entry.Outcome.ShouldBe(knew ? NoteOutcome.Written : note.Rule switch
            {
                ConflictRule.KeepFirst => NoteOutcome.Refused,
                ConflictRule.KeepLast => NoteOutcome.Replaced,
                ConflictRule.Merge => NoteOutcome.Merged,
                _ => NoteOutcome.Proposed,
            });
            open = entry.IsValue ? 0 : open + (entry.Outcome == NoteOutcome.Proposed ? 1 : 0);
            if (entry.IsValue)
                (value, valueVersion) = (entry, entry.Version);
        }

        note.Current.Version.ShouldBe(value.Version);
    }

    private async Task<(NoteOutcome Outcome, long Version)> WriteAsync(
        string name, string value, string author, ConflictRule? rule = null, long basedOn = 0)
    {
        var (_, entry) = await _memory.WriteAsync(Scope, new NoteWrite(name, JsonElement.Parse(value), author) { Rule = rule, BasedOn = basedOn }, Token);
        return (entry.Outcome, entry.Version);
    }
}
