using Axle.Conformance;
using Axle.Workflows.Payloads;

namespace Axle.Storage.Postgres.Tests;

/// <summary>Each tenant's values under a key of its own, in the same database.</summary>
public sealed class TenantKeyTests : TenantKeyConformance
{
    private readonly TestDatabase _database = new();

    public override async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        await _database.DisposeAsync();
    }

    protected override EncryptingStore Open(PayloadCodec? codec, TimeProvider? time = null)
    {
        var store = _database.Open(options => options with { Codec = codec }, time);
        return new EncryptingStore(store, store, store.DataKeys, store.RecodeAsync);
    }

    /// <summary>Also in the log of the server, which has all that was ever written.</summary>
    protected override async Task<bool> IsInFilesAsync(byte[] wanted)
    {
        await _database.RunAsync("CHECKPOINT");
        foreach (var file in Directory.EnumerateFiles(Path.Combine(PostgresServer.Shared.Host, "data"), "*", SearchOption.AllDirectories))
        {
            if (await IsInAsync(file, wanted))
                return true;
        }

        return false;
    }

    protected override async Task MoveKeyAsync(string from, string to) => await _database.RunAsync(
        "UPDATE axle.tenant_keys SET wrapped = (SELECT wrapped FROM axle.tenant_keys WHERE tenant = $1) WHERE tenant = $2", from, to);

    /// <summary>Files of the server come and go.</summary>
    private static async Task<bool> IsInAsync(string file, byte[] wanted)
    {
        try
        {
            await using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            using var content = new MemoryStream();
            await stream.CopyToAsync(content, TestContext.Current.CancellationToken);
            return content.GetBuffer().AsSpan(0, (int)content.Length).IndexOf(wanted) >= 0;
        }
        catch (IOException)
        {
            return false;
        }
    }
}
