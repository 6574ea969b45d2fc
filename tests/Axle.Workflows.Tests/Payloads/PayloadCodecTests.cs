using System.Text;
using Axle.Workflows.Payloads;

namespace Axle.Workflows.Tests.Payloads;

public sealed class PayloadCodecTests
{
    private static readonly byte[] Text = Encoding.UTF8.GetBytes($$"""{"log":"{{string.Concat(Enumerable.Repeat("the same line again\\n", 200))}}"}""");

    public static TheoryData<bool, bool> Settings => new() { { false, false }, { true, false }, { false, true }, { true, true } };

    [Theory]
    [MemberData(nameof(Settings))]
    public void Any_bytes_come_back_the_same(bool compress, bool encrypt)
    {
        var codec = Codec(compress, encrypt ? TestKeys.Of("k1") : null);
        for (var seed = 0; seed < 500; seed++)
        {
            var plain = AnyBytes(new Random(seed));
            codec.Decode(codec.Encode(plain)).ShouldBe(plain, $"seed {seed}");
        }
    }

    [Fact]
    public void Text_that_repeats_itself_becomes_small() =>
        Codec(compress: true).Encode(Text).Length.ShouldBeLessThan(Text.Length / 20);

    [Fact]
    public void What_compression_does_not_make_smaller_is_stored_as_it_is()
    {
        var noise = new byte[1000];
        new Random(1).NextBytes(noise);
        noise[0] = (byte)'{';
        Codec(compress: true).Encode(noise).ShouldBe(noise);
    }

    [Fact]
    public void Without_compression_and_keys_the_stored_form_is_the_text() => Codec().Encode(Text).ShouldBe(Text);

    [Fact]
    public void What_was_written_before_a_codec_was_used_is_read()
    {
        var codec = Codec(compress: true, TestKeys.Of("k1"));
        codec.Decode("""{"a":1}"""u8).ShouldBe("""{"a":1}"""u8.ToArray());
        codec.Decode(Codec(compress: true).Encode(Text)).ShouldBe(Text);
    }

    [Fact]
    public void The_same_text_is_never_encrypted_to_the_same_bytes()
    {
        var codec = Codec(keys: TestKeys.Of("k1"));
        Enumerable.Range(0, 1000).Select(_ => Convert.ToHexString(codec.Encode("1"u8))).Distinct().Count().ShouldBe(1000);
    }

    [Fact]
    public void The_text_is_nowhere_in_its_encrypted_form() =>
        Encoding.Latin1.GetString(Codec(keys: TestKeys.Of("k1")).Encode(Text)).ShouldNotContain("same");

    [Fact]
    public void A_change_of_any_bit_of_an_encrypted_value_is_found()
    {
        var strict = Strict(TestKeys.Of("k1"));
        var lenient = Codec(compress: true, TestKeys.Of("k1"));
        var stored = strict.Encode(Text);
        for (var bit = 0; bit < stored.Length * 8; bit++)
        {
            var changed = stored.ToArray();
            changed[bit / 8] ^= (byte)(1 << (bit % 8));
            Should.Throw<AxleException>(() => strict.Decode(changed), $"bit {bit}");
            // Without its first byte it is no form of ours, but text from before.
            if (bit >= 8)
                Should.Throw<AxleException>(() => lenient.Decode(changed), $"bit {bit}");
        }
    }

    [Fact]
    public void An_encrypted_value_that_is_cut_off_anywhere_is_found()
    {
        var codec = Strict(TestKeys.Of("k1"));
        var stored = codec.Encode(Text);
        for (var length = 0; length < stored.Length; length++)
            Should.Throw<AxleException>(() => codec.Decode(stored.AsSpan(0, length)), $"{length} bytes");
    }

    [Fact]
    public void A_compressed_value_that_is_changed_is_read_or_refused_in_words()
    {
        var codec = Codec(compress: true);
        var stored = codec.Encode(Text);
        for (var bit = 8; bit < stored.Length * 8; bit++)
        {
            var changed = stored.ToArray();
            changed[bit / 8] ^= (byte)(1 << (bit % 8));
            _ = Decoded(codec, changed);
        }
    }

    [Fact]
    public void Foreign_bytes_are_refused_in_words()
    {
        var codec = Codec(compress: true, TestKeys.Of("k1"));
        for (var seed = 0; seed < 2000; seed++)
        {
            var foreign = AnyBytes(new Random(seed));
            if (foreign.Length == 0)
                continue;
            foreign[0] = 0xFA;
            _ = Decoded(codec, foreign);
        }
    }

    [Fact]
    public void A_value_that_unpacks_to_more_than_is_allowed_is_refused()
    {
        var bomb = Codec(compress: true).Encode(new byte[10_000_000]);
        bomb.Length.ShouldBeLessThan(1000);
        var codec = new PayloadCodec(new PayloadCodecOptions { MaxDecodedSize = 1_000_000 });
        Should.Throw<AxleException>(() => codec.Decode(bomb)).Message.ShouldContain("10000000 bytes");
    }

    [Fact]
    public void A_value_that_claims_to_be_large_costs_no_memory()
    {
        // 256 MiB claimed, nothing there.
        byte[] stored = [0xFA, 1, 1, 0x80, 0x80, 0x80, 0x80, 0x01, 0x06];
        var before = GC.GetAllocatedBytesForCurrentThread();
        Should.Throw<AxleException>(() => Codec(compress: true).Decode(stored));
        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBeLessThan(1_000_000);
    }

    [Fact]
    public void A_limit_out_of_range_is_refused() =>
        Should.Throw<AxleException>(() => new PayloadCodec(new PayloadCodecOptions { MaxDecodedSize = 0 })).Message.ShouldContain("MaxDecodedSize");

    internal static PayloadCodec Codec(bool compress = false, PayloadKeys? keys = null) =>
        new(new PayloadCodecOptions { Compress = compress, Keys = keys });

    private static PayloadCodec Strict(PayloadKeys keys) => new(new PayloadCodecOptions { Keys = keys, AcceptUnencrypted = false });

    private static byte[]? Decoded(PayloadCodec codec, byte[] stored)
    {
        try
        {
            return codec.Decode(stored);
        }
        catch (AxleException)
        {
            return null;
        }
    }

    /// <summary>Noise, text that repeats itself, and lengths around the borders; any first byte.</summary>
    private static byte[] AnyBytes(Random random)
    {
        var bytes = new byte[random.Next(3) switch { 0 => random.Next(4), 1 => random.Next(60, 70), _ => random.Next(5000) }];
        random.NextBytes(bytes);
        if (bytes.Length > 0 && random.Next(2) == 0)
            Array.Fill(bytes, bytes[0], 0, random.Next(bytes.Length));
        return bytes;
    }
}
