using System.Security.Cryptography;
using System.Text;
using Axle.Workflows.Archive;

namespace Axle.Workflows.Tests.Archive;

/// <summary>An archive that is not exactly what was exported is refused, and nothing is written.</summary>
public sealed class ArchiveTamperTests
{
    private static readonly ArchivedRun Archived = ArchivedRun.Make();
    private static readonly byte[] Secret = RandomNumberGenerator.GetBytes(32);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_change_of_any_byte_is_found()
    {
        var (bytes, _) = Archived.Export();
        // Every byte of the first lines and of the last ones; the value between them at every hundredth.
        for (var at = 0; at < bytes.Length; at += at is > 3_000 and < 25_000 ? 101 : 7)
        {
            var changed = bytes.ToArray();
            changed[at] ^= 1;
            await Should.ThrowAsync<AxleException>(() => VerifyAsync(changed), $"byte {at}");
        }
    }

    [Fact]
    public async Task An_archive_that_is_cut_off_is_found()
    {
        var lines = Archived.Lines();
        for (var count = 0; count < lines.Length; count++)
            await Should.ThrowAsync<AxleException>(() => VerifyAsync(ArchivedRun.Bytes(lines.Take(count))), $"{count} lines");
        var (bytes, _) = Archived.Export();
        (await Should.ThrowAsync<AxleException>(() => VerifyAsync(bytes[..^1]))).Message.ShouldContain("does not end");
    }

    [Fact]
    public async Task A_line_that_is_left_out_moved_or_there_twice_is_found_and_named()
    {
        var lines = Archived.Lines();
        for (var i = 1; i < lines.Length - 1; i++)
        {
            string[] without = [.. lines[..i], .. lines[(i + 1)..]];
            (await Should.ThrowAsync<AxleException>(() => VerifyAsync(ArchivedRun.Bytes(without)))).Message.ShouldContain($"line {i + 1}");
            string[] twice = [.. lines[..i], lines[i], .. lines[i..]];
            await Should.ThrowAsync<AxleException>(() => VerifyAsync(ArchivedRun.Bytes(twice)));
        }

        (lines[3], lines[4]) = (lines[4], lines[3]);
        (await Should.ThrowAsync<AxleException>(() => VerifyAsync(ArchivedRun.Bytes(lines)))).Message.ShouldContain("line 4 does not follow");
    }

    [Theory]
    [InlineData("\"by\":\"test\"", "\"by\":\"eve\"", null)]
    [InlineData("\"seq\":2,", "\"seq\":3,", "event 2 should come there")]
    [InlineData("\"definition\":\"", "\"definition\":\"0", "does not fit its hash")]
    [InlineData("\"payload\":\"", "\"payload\":\"0", "does not fit its hash")]
    [InlineData("ääää", "eeee", "does not fit its hash")]
    [InlineData("\"version\":1", "\"version\":2", "Use a newer Axle")]
    [InlineData("\"type\":\"step-completed\"", "\"type\":\"step-eaten\"", "is not a line of a run archive")]
    [InlineData("\"type\":\"run-started\"", "\"type\":\"run-resumed\"", null)]
    public async Task What_the_chain_was_computed_anew_for_is_still_refused_where_it_makes_no_sense(string from, string to, string? message)
    {
        var forged = Forge(Archived.Lines(), lines => [.. lines.Select(l => l.Contains(from, StringComparison.Ordinal) ? Replace(l, from, to) : l)]);
        if (message is not null)
            (await Should.ThrowAsync<AxleException>(() => VerifyAsync(forged))).Message.ShouldContain(message);
        else if (from.Contains("type", StringComparison.Ordinal))
            await Should.ThrowAsync<AxleException>(() => ArchivedRun.ImportAsync(ArchivedRun.Elsewhere(), forged));
        else
            (await Signed(forged)).Message.ShouldContain("not signed");
    }

    [Fact]
    public async Task Nothing_is_written_of_a_faulty_archive()
    {
        var store = ArchivedRun.Elsewhere();
        var lines = Archived.Lines();
        lines[^1] = lines[^1].Replace("\"end\":", "\"end\":1", StringComparison.Ordinal);
        await Should.ThrowAsync<AxleException>(() => ArchivedRun.ImportAsync(store, ArchivedRun.Bytes(lines)));
        (await store.FindRunAsync(Archived.Run, Cancellation)).ShouldBeNull();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_signature_is_believed_when_its_key_is(bool ecdsa)
    {
        using var pair = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var signing = ecdsa ? ArchiveKey.Ecdsa("k1", pair.ExportECPrivateKeyPem()) : ArchiveKey.Hmac("k1", Secret);
        var checking = ecdsa ? ArchiveKey.Ecdsa("k1", pair.ExportSubjectPublicKeyInfoPem()) : signing;
        var other = ecdsa ? Other() : ArchiveKey.Hmac("k1", RandomNumberGenerator.GetBytes(32));
        var (bytes, summary) = Archived.Export(new ArchiveExportOptions { Key = signing });
        summary.SignedBy.ShouldBe("k1");
        (await VerifyAsync(bytes, new ArchiveTrust([checking], RequireSignature: true))).ShouldBe(summary);
        (await VerifyAsync(bytes)).Signature.ShouldBe(SignatureState.Unchecked);
        (await Should.ThrowAsync<AxleException>(() => VerifyAsync(bytes, new ArchiveTrust([other])))).Error.Kind.ShouldBe(ErrorKind.Refused);
        (await Should.ThrowAsync<AxleException>(() => VerifyAsync(bytes, new ArchiveTrust([], RequireSignature: true)))).Message.ShouldContain("'k1'");

        static ArchiveKey Other()
        {
            using var stranger = ECDsa.Create(ECCurve.NamedCurves.nistP256);
            return ArchiveKey.Ecdsa("k1", stranger.ExportSubjectPublicKeyInfoPem());
        }
    }

    [Fact]
    public async Task Whoever_changes_a_signed_archive_cannot_sign_it()
    {
        var key = ArchiveKey.Hmac("k1", Secret);
        var lines = Encoding.UTF8.GetString(Archived.Export(new ArchiveExportOptions { Key = key }).Bytes).TrimEnd('\n').Split('\n');
        var forged = Forge(lines[..^1], static all => [.. all.Select(static l => Replace(l, "\"by\":\"test\"", "\"by\":\"eve\""))]);
        byte[] withSignature = [.. forged, .. ArchivedRun.Bytes([lines[^1]])];
        (await Should.ThrowAsync<AxleException>(() => VerifyAsync(withSignature, new ArchiveTrust([key])))).Message.ShouldContain("signature");
        (await Signed(forged)).Message.ShouldContain("not signed");
    }

    [Fact]
    public void Keys_that_are_none_are_refused_and_never_shown()
    {
        Should.Throw<AxleException>(() => ArchiveKey.Hmac("k1", "short"u8)).Message.ShouldContain("5 bytes");
        Should.Throw<AxleException>(() => ArchiveKey.Ecdsa("k1", "my secret")).ToString().ShouldNotContain("my secret");
        using var rsa = RSA.Create(2048);
        Should.Throw<AxleException>(() => ArchiveKey.Ecdsa("k1", rsa.ExportRSAPrivateKeyPem()));
        using var pair = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var publicKey = ArchiveKey.Ecdsa("k1", pair.ExportSubjectPublicKeyInfoPem());
        Should.Throw<AxleException>(() => Archived.Export(new ArchiveExportOptions { Key = publicKey })).Message.ShouldContain("private key");
    }

    [Theory]
    [InlineData("")]
    [InlineData("hello\n")]
    [InlineData("[]\n")]
    [InlineData("{}\n")]
    [InlineData("null\n")]
    [InlineData("{\"axle\":\"run-archive\",\"version\":1}\n")]
    [InlineData("\n\n\n")]
    public async Task Other_files_are_told_from_archives(string text) =>
        (await Should.ThrowAsync<AxleException>(() => VerifyAsync(Encoding.UTF8.GetBytes(text)))).Message.ShouldStartWith("Archive line 1");

    [Fact]
    public async Task A_packed_archive_that_is_damaged_is_refused_in_words()
    {
        var (bytes, _) = Archived.Export(new ArchiveExportOptions { Pack = true });
        (await VerifyAsync(bytes)).Events.ShouldBeGreaterThan(0);
        for (var at = 2; at < bytes.Length; at += 5)
        {
            var changed = bytes.ToArray();
            changed[at] ^= 0x10;
            try
            {
                await VerifyAsync(changed);
            }
            catch (AxleException)
            {
                // Refused in words; a few bits of the frame of gzip carry nothing.
            }
        }

        await Should.ThrowAsync<AxleException>(() => VerifyAsync(bytes[..(bytes.Length / 2)]));
    }

    private static Task<ArchiveSummary> VerifyAsync(byte[] archive, ArchiveTrust? trust = null) =>
        ArchiveCheck.VerifyAsync(new MemoryStream(archive), trust, Cancellation);

    private static Task<AxleException> Signed(byte[] archive) => Should.ThrowAsync<AxleException>(
        () => VerifyAsync(archive, new ArchiveTrust([ArchiveKey.Hmac("k1", Secret)], RequireSignature: true)));

    private static string Replace(string line, string from, string to) =>
        line.IndexOf(from, StringComparison.Ordinal) is >= 0 and var at ? line[..at] + to + line[(at + from.Length)..] : line;

    /// <summary>Changes lines and computes the chain anew, as anyone can: the format is no secret.</summary>
    private static byte[] Forge(string[] lines, Func<string[], string[]> change)
    {
        var previous = new string('0', 64);
        var forged = new List<string>();
        foreach (var body in change([.. lines.Select(static l => l[..l.LastIndexOf(",\"chain\"", StringComparison.Ordinal)])]))
        {
            previous = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{previous}\n{body}")));
            forged.Add($"{body},\"chain\":\"{previous}\"}}");
        }

        return ArchivedRun.Bytes(forged);
    }
}
