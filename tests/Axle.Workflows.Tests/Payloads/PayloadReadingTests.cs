using Axle.Testing.Hosting;
using Axle.Workflows.Engine;
using Axle.Workflows.Payloads;
using Axle.Workflows.Runs;
using Axle.Workflows.Tests.Engine;

namespace Axle.Workflows.Tests.Payloads;

public sealed class PayloadReadingTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_value_within_the_limit_is_read() =>
        (await ReadAsync(new MemoryStream("""{"a": [1, 2]}"""u8.ToArray()), 13)).ToString().ShouldBe("""{"a":[1,2]}""");

    [Fact]
    public async Task A_file_that_is_too_large_is_refused_before_it_is_read()
    {
        var huge = new Endless(1L << 30, canSeek: true);
        (await Should.ThrowAsync<AxleException>(() => ReadAsync(huge, PayloadReading.StandardLimit)))
            .Message.ShouldBe("The inputs: 1,073,741,824 bytes of JSON or more, and 67,108,864 are allowed. Put what is large into a file, and pass its path.");
        huge.Taken.ShouldBe(0);
    }

    [Fact]
    public async Task A_stream_of_unknown_length_is_refused_as_soon_as_it_is_too_long()
    {
        var huge = new Endless(1L << 30, canSeek: false);
        (await Should.ThrowAsync<AxleException>(() => ReadAsync(huge, 1_000_000))).Error.Kind.ShouldBe(ErrorKind.Validation);
        huge.Taken.ShouldBeLessThan(3_000_000);
    }

    [Fact]
    public async Task What_is_no_JSON_is_refused_in_words() =>
        (await Should.ThrowAsync<AxleException>(() => ReadAsync(new MemoryStream("{oops"u8.ToArray()), 100))).Message.ShouldStartWith("The inputs cannot be read");

    [Fact]
    public void A_step_whose_output_is_too_large_fails_at_once()
    {
        var handler = new ScriptedHandler().Returns("a", new { text = new string('x', 2_000) });
        var host = new WorkflowTestHost(handler, new EngineOptions { LargestOutput = 1_000 });
        var outcome = host.Run(Flows.Of(Flows.Tool("a")));
        outcome.Status.ShouldBe(RunStatus.Failed);
        outcome.Steps.Single().ShouldSatisfyAllConditions(
            s => s.Attempts.ShouldBe(1), s => s.Error!.Kind.ShouldBe(ErrorKind.Validation), s => s.Error!.Message.ShouldContain("output of step 'a'"));
    }

    private static Task<Payload> ReadAsync(Stream stream, int limit) => PayloadReading.ReadAsync(stream, "the inputs", limit, Cancellation).AsTask();

    /// <summary>As many blanks as one likes.</summary>
    private sealed class Endless(long length, bool canSeek) : Stream
    {
        public long Taken { get; private set; }

        public override bool CanRead => true;

        public override bool CanSeek => canSeek;

        public override bool CanWrite => false;

        public override long Length => length;

        public override long Position { get => Taken; set => throw new NotSupportedException(); }

        public override int Read(byte[] buffer, int offset, int count)
        {
            Array.Fill(buffer, (byte)' ', offset, count);
            Taken += count;
            return count;
        }

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
