using Axle.Workflows.Payloads;

namespace Axle.Workflows.Tests.Payloads;

public sealed class KeyRotationTests
{
    private static readonly byte[] Value = """{"a":1}"""u8.ToArray();

    [Fact]
    public void New_values_are_written_with_the_first_key_and_old_ones_stay_readable()
    {
        var old = Codec("k1").Encode(Value);
        var rotated = Codec("k2", "k1");
        rotated.Decode(old).ShouldBe(Value);
        CodedForm.Read(rotated.Encode(Value)).KeyId.ShouldBe("k2");
    }

    [Fact]
    public void A_missing_key_is_named()
    {
        var error = Should.Throw<AxleException>(() => Codec("k2").Decode(Codec("k1").Encode(Value))).Error;
        error.Kind.ShouldBe(ErrorKind.Authentication);
        error.Message.ShouldContain("'k1'");
        error.Message.ShouldContain("k2");
    }

    [Fact]
    public void A_reader_without_any_keys_is_told_which_one_is_missing() =>
        Should.Throw<AxleException>(() => PayloadCodecTests.Codec().Decode(Codec("k1").Encode(Value))).Message.ShouldContain("'k1'");

    [Fact]
    public void Another_key_of_the_same_name_is_told_from_the_right_one()
    {
        var impostor = PayloadKeys.Parse("k1:" + TestKeys.Line("other").Split(':')[1], "test");
        Should.Throw<AxleException>(() => PayloadCodecTests.Codec(keys: impostor).Decode(Codec("k1").Encode(Value))).Message.ShouldContain("'k1'");
    }

    [Fact]
    public async Task The_pass_brings_everything_under_the_current_key_and_names_what_it_cannot_read()
    {
        var table = new SortedDictionary<string, byte[]>
        {
            ["plain"] = Value,
            ["old"] = Codec("k1").Encode(Value),
            ["new"] = Codec("k2").Encode(Value),
            ["lost"] = Codec("k0").Encode(Value),
        };
        var codec = Codec("k2", "k1");
        var report = await RecodeAsync(codec, table);
        report.ShouldSatisfyAllConditions(
            r => r.Read.ShouldBe(4),
            r => r.Written.ShouldBe(2),
            r => r.Failed.ShouldBe(1),
            r => r.Faults.Single().Name.ShouldBe("lost"),
            r => r.Faults.Single().Error.Message.ShouldContain("'k0'"));
        table.Where(static row => row.Key != "lost").ShouldAllBe(static row => CodedForm.Read(row.Value).KeyId == "k2");
        var strict = new PayloadCodec(new PayloadCodecOptions { Keys = TestKeys.Of("k2"), AcceptUnencrypted = false });
        strict.Decode(table["plain"]).ShouldBe(Value);
        (await RecodeAsync(codec, table)).Written.ShouldBe(0);
    }

    [Fact]
    public async Task Encryption_can_be_switched_off_again()
    {
        var table = new SortedDictionary<string, byte[]> { ["a"] = Codec("k1").Encode(Value) };
        var leaving = new PayloadCodec(new PayloadCodecOptions { Keys = TestKeys.Of("k1"), Encrypt = false });
        (await RecodeAsync(leaving, table)).Written.ShouldBe(1);
        table["a"].ShouldBe(Value);
    }

    [Fact]
    public void Values_without_encryption_are_refused_once_the_settings_say_so()
    {
        var strict = new PayloadCodec(new PayloadCodecOptions { Keys = TestKeys.Of("k1"), AcceptUnencrypted = false });
        Should.Throw<AxleException>(() => strict.Decode(Value)).Error.Kind.ShouldBe(ErrorKind.Refused);
        strict.Recode(Value).ShouldNotBeNull();
    }

    [Theory]
    [InlineData("", "has 0 keys")]
    [InlineData("# only a comment", "has 0 keys")]
    [InlineData("k1", "line 1: there is no ':'")]
    [InlineData("k 1:abcd", "line 1: before the ':' is no key id")]
    [InlineData("\nk1:abcd", "line 2: the key 'k1' is not 32 bytes")]
    [InlineData("k1:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=", "the key 'k1' is not random")]
    public void Faulty_keys_are_refused_with_the_line(string text, string message) =>
        Should.Throw<AxleException>(() => PayloadKeys.Parse(text, "test")).Message.ShouldContain(message);

    [Fact]
    public void The_same_key_under_two_ids_and_two_keys_under_one_id_are_refused()
    {
        var line = TestKeys.Line("k1");
        Should.Throw<AxleException>(() => PayloadKeys.Parse($"{line}\nk2:{line.Split(':')[1]}", "test")).Message.ShouldContain("the same key");
        Should.Throw<AxleException>(() => PayloadKeys.Parse($"{line};k1:{TestKeys.Line("k2").Split(':')[1]}", "test")).Message.ShouldContain("twice");
    }

    [Fact]
    public void Keys_are_never_shown()
    {
        var secret = TestKeys.Line("k1").Split(':')[1];
        TestKeys.Of("k1").ToString().ShouldBe("keys k1");
        string[] faulty = [$"k1:{secret}x", $"{secret}:k1", $"k1 {secret}", $"k1:{secret}\nk2:{secret}", secret];
        foreach (var text in faulty)
            Should.Throw<AxleException>(() => PayloadKeys.Parse(text, "test")).ToString().ShouldNotContain(secret[..10]);
        Should.Throw<AxleException>(() => PayloadKeys.Read(secret, static _ => null, static _ => "")).ToString().ShouldNotContain(secret[..10]);
    }

    [Fact]
    public void Keys_are_read_from_a_variable_or_a_file()
    {
        PayloadKeys.Read("env:KEYS", name => name == "KEYS" ? $"{TestKeys.Line("b")};{TestKeys.Line("a")}" : null, Nothing).CurrentId.ShouldBe("b");
        PayloadKeys.Read("file:C:/keys.txt", static _ => null, path => path == "C:/keys.txt" ? $"# mine\r\n{TestKeys.Line("c")}\r\n" : "").Ids.ShouldBe(["c"]);
        Should.Throw<AxleException>(() => PayloadKeys.Read("env:KEYS", static _ => null, Nothing)).Message.ShouldContain("KEYS, which is not set");
        Should.Throw<AxleException>(() => PayloadKeys.Read("file:gone", static _ => null, Nothing)).Message.ShouldContain("'gone'");
    }

    private static string Nothing(string path) => throw new FileNotFoundException($"There is no file {path}.");

    private static PayloadCodec Codec(params string[] keys) => PayloadCodecTests.Codec(compress: true, TestKeys.Of(keys));

    private static Task<RecodingReport> RecodeAsync(PayloadCodec codec, SortedDictionary<string, byte[]> table) => PayloadRecoding.RunAsync(
        codec,
        table.ToArray().Select(static row => (row.Key, (string?)null, (ReadOnlyMemory<byte>)row.Value)).ToAsyncEnumerable(),
        (name, fresh, _) =>
        {
            table[name] = fresh;
            return ValueTask.CompletedTask;
        },
        TestContext.Current.CancellationToken);
}
