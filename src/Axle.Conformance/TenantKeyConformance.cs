using System.Security.Cryptography;
using System.Text;
using Axle.Workflows.Payloads;
using Axle.Workflows.Ports;
using Axle.Workflows.Runs;
using Axle.Workflows.Runs.Events;
using Shouldly;
using Xunit;

namespace Axle.Conformance;

/// <summary>What every store that encrypts must do: each tenant's values lie under a key of the tenant's own.</summary>
public abstract class TenantKeyConformance : IAsyncDisposable
{
    private static readonly DateTimeOffset Then = new(2030, 1, 1, 12, 0, 0, TimeSpan.Zero);
    private readonly Payload _large;

    /// <summary>Makes what the tests plant.</summary>
    protected TenantKeyConformance() => _large = Of($"{Planted} {new string('x', 2 * Payload.InlineLimit)}");

    /// <summary>What stands in every value, and must stand nowhere in the clear.</summary>
    protected string Planted { get; } = $"whisper-{Guid.NewGuid():n}";

    /// <summary>A line with a master key.</summary>
    protected string Master { get; } = Line("first");

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    /// <summary>Opens another store on the same data, as another process would.</summary>
    /// <param name="codec">What its values go through; null for readable ones.</param>
    /// <param name="time">The clock; null for the system's.</param>
    protected abstract EncryptingStore Open(PayloadCodec? codec, TimeProvider? time = null);

    /// <summary>Whether bytes stand anywhere in the files of the store.</summary>
    protected abstract Task<bool> IsInFilesAsync(byte[] wanted);

    /// <summary>Puts the key of a tenant in the place of another's, by hand.</summary>
    protected abstract Task MoveKeyAsync(string from, string to);

    /// <summary>Removes the data.</summary>
    public abstract ValueTask DisposeAsync();

    [Fact]
    public async Task What_was_said_stands_nowhere_in_the_files()
    {
        await WriteAsync(Open(Codec(Master)), "acme");
        (await IsInFilesAsync(Encoding.UTF8.GetBytes("run-acme-first"))).ShouldBeTrue("else nothing is proved below");

        (await IsInFilesAsync(Encoding.UTF8.GetBytes(Planted))).ShouldBeFalse();
    }

    [Fact]
    public async Task Each_tenant_has_a_key_of_its_own_and_one_that_is_destroyed_leaves_the_others_readable()
    {
        var store = Open(Codec(Master));
        foreach (var tenant in (string[])["acme", "other"])
            await WriteAsync(store, tenant);
        store.Keys!.List().Select(static k => (k.Tenant, k.Number, k.Master)).ShouldBe([("acme", 1, "first"), ("other", 1, "first")]);
        var bystander = Open(Codec(Master));
        (await ReadAsync(bystander, "acme")).ShouldBe(4);

        (await store.Keys.DestroyAsync("acme", Stop)).ShouldBe(1);

        foreach (var reader in (EncryptingStore[])[store, Open(Codec(Master))])
        {
            (await Should.ThrowAsync<AxleException>(() => ReadAsync(reader, "acme"))).Error.Kind.ShouldBe(ErrorKind.NotFound);
            (await ReadAsync(reader, "other")).ShouldBe(4, "the same large value is the other tenant's, too");
            (await reader.Runs.FindRunAsync(RunOf("acme"), Stop)).ShouldNotBeNull("that there was a run is no secret");
        }

        (await Should.ThrowAsync<AxleException>(() => WriteAsync(store, "acme", "again"))).Error.Kind.ShouldBe(ErrorKind.Refused);
        await store.Keys.RotateAsync("acme", Stop);
        var space = TenantSpace.Of("memory", "acme");
        (await store.Values.ListValuesAsync(space, Then, Stop)).ShouldBeEmpty("what is erased is no value");
        (await store.Values.FindValueAsync(space, "first", Then, Stop)).ShouldBeNull();
        (await store.Values.PutValueAsync(space, "first", Of(Planted), expected: 0, null, Stop)).ShouldNotBeNull("and its name is free");
        (await store.Values.PutValueAsync(space, "first", Of(Planted), expected: 0, null, Stop)).ShouldBeNull();
        await WriteAsync(store, "acme", "again");
        (await ReadAsync(store, "acme", "again")).ShouldBe(4);
        await Should.ThrowAsync<AxleException>(() => ReadAsync(store, "acme"));
    }

    [Fact]
    public async Task Another_process_forgets_a_destroyed_key_within_half_a_minute()
    {
        var clock = new Clock();
        var other = Open(Codec(Master), clock);
        await WriteAsync(other, "acme");
        await Open(Codec(Master)).Keys!.DestroyAsync("acme", Stop);

        clock.Passed += TenantDataKeys.LookAgainAfter;

        await Should.ThrowAsync<AxleException>(() => ReadAsync(other, "acme"));
    }

    [Fact]
    public async Task A_new_key_is_for_what_is_written_from_now_on_until_everything_is_brought_under_it()
    {
        var store = Open(Codec(Master));
        await WriteAsync(store, "acme");
        await store.Keys!.RotateAsync("acme", Stop);
        await WriteAsync(store, "acme", "later");

        (await ReadAsync(store, "acme")).ShouldBe(4);
        (await ReadAsync(Open(Codec(Master)), "acme", "later")).ShouldBe(4);
        // The large value was written again with the later run.
        (await store.RecodeAsync(Codec(Master), Stop)).ShouldSatisfyAllConditions(static r => r.Written.ShouldBe(4), static r => r.Failed.ShouldBe(0));
        (await ReadAsync(store, "acme")).ShouldBe(4);
    }

    [Fact]
    public async Task A_newMaster_key_wraps_the_keys_of_tenants_anew_and_no_value_is_touched()
    {
        await WriteAsync(Open(Codec(Master)), "acme");
        var both = Line("second") + "\n" + Master;

        (await Open(Codec(both)).Keys!.RewrapAsync(Stop)).ShouldSatisfyAllConditions(static r => r.Written.ShouldBe(1), static r => r.Failed.ShouldBe(0));

        var alone = Open(Codec(both.Split('\n')[0]));
        (await ReadAsync(alone, "acme")).ShouldBe(4);
        (await Should.ThrowAsync<AxleException>(() => ReadAsync(Open(Codec(Master)), "acme"))).Message.ShouldContain("'second'");
    }

    [Fact]
    public async Task What_was_written_before_tenants_had_keys_is_shared_out_and_then_goes_with_its_key()
    {
        var plain = Open(codec: null);
        foreach (var tenant in (string[])["acme", "other"])
            await WriteAsync(plain, tenant);
        var store = Open(Codec(Master));

        (await store.RecodeAsync(Codec(Master), Stop)).Failed.ShouldBe(0);
        await store.Keys!.DestroyAsync("acme", Stop);

        await Should.ThrowAsync<AxleException>(() => ReadAsync(store, "acme"));
        (await ReadAsync(store, "other")).ShouldBe(4);
        (await store.RecodeAsync(Codec(Master), Stop)).ShouldSatisfyAllConditions(static r => r.Failed.ShouldBe(0), static r => r.Erased.ShouldBe(5));
    }

    [Fact]
    public async Task A_key_that_was_moved_to_another_tenant_opens_nothing()
    {
        var store = Open(Codec(Master));
        foreach (var tenant in (string[])["acme", "other"])
            await WriteAsync(store, tenant);
        await MoveKeyAsync(from: "other", to: "acme");

        (await Should.ThrowAsync<AxleException>(() => ReadAsync(Open(Codec(Master)), "acme"))).Message.ShouldContain("is not what was stored");
        (await ReadAsync(Open(Codec(Master)), "other")).ShouldBe(4);
    }

    private static Payload Of(string text) => Payload.FromJson(Encoding.UTF8.GetBytes($"\"{text}\""));

    /// <summary>The run that is written for a tenant.</summary>
    protected static RunId RunOf(string tenant, string which = "first") => new($"run-{tenant}-{which}");

    /// <summary>A run's decision with a large value, a snapshot and a signal, and a note of the tenant.</summary>
    protected async Task WriteAsync(EncryptingStore store, string tenant, string which = "first")
    {
        var run = RunOf(tenant, which);
        RecordedEvent[] events = [new(1, Then, new StepCompleted("a", 1, _large, []))];
        var row = new RunRow(run, "w", "d", RunStatus.Completed, 1, Then, Then, null) { Tenant = tenant };
        var snapshot = new RunSnapshot(1, Encoding.UTF8.GetBytes($$"""{"a":"{{Planted}}"}"""));
        await store.Runs.AppendAsync(new RunAppend(run, 1, [.. events], row, [], [], Release: true, Snapshot: snapshot), Stop);
        await store.Runs.SendSignalAsync(new RunSignal(run, "s", "news", Of(Planted), "me", Then), Stop);
        await store.Values.PutValueAsync(TenantSpace.Of("memory", tenant), which, Of(Planted), null, null, Stop);
    }

    /// <summary>Reads all four, and counts them.</summary>
    protected async Task<int> ReadAsync(EncryptingStore store, string tenant, string which = "first")
    {
        var run = RunOf(tenant, which);
        var events = await store.Runs.ReadEventsAsync(run, 0, Stop);
        ((StepCompleted)events[0].Event).Output.Value.GetString().ShouldStartWith(Planted);
        (await store.Runs.ReadSignalsAsync(run, Stop))[0].Body.Value.GetString().ShouldBe(Planted);
        (await store.Values.FindValueAsync(TenantSpace.Of("memory", tenant), which, Then, Stop))!.Value.Value.GetString().ShouldBe(Planted);
        var opened = await store.Runs.OpenAsync(run, Stop);
        await store.Runs.ReleaseAsync(run, opened.Epoch, Stop);
        Encoding.UTF8.GetString(opened.Snapshot!.Data.Span).ShouldContain(Planted);
        return 4;
    }

    /// <summary>A line with a new key.</summary>
    protected static string Line(string id) => $"{id}:{Convert.ToBase64String(RandomNumberGenerator.GetBytes(PayloadKeys.KeyLength))}";

    /// <summary>A codec with these keys.</summary>
    protected static PayloadCodec Codec(string keys) => new(new PayloadCodecOptions { Keys = PayloadKeys.Parse(keys, "test") });

    private sealed class Clock : TimeProvider
    {
        public TimeSpan Passed { get; set; }

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => Passed.Ticks;
    }
}

/// <summary>A store that encrypts.</summary>
/// <param name="Runs">Keeps runs.</param>
/// <param name="Values">Keeps values.</param>
/// <param name="Keys">The keys of tenants; null when nothing is encrypted.</param>
/// <param name="RecodeAsync">Brings everything under the current keys.</param>
public sealed record EncryptingStore(
    IRunStore Runs, IValueStore Values, TenantDataKeys? Keys, Func<PayloadCodec, CancellationToken, Task<RecodingReport>> RecodeAsync);
