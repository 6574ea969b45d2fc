using System.Buffers;

namespace Axle.Workflows.Runs;

/// <summary>Takes in what is written up to <see cref="Payload.MaxSize"/>, and refuses more before memory is spent on it.</summary>
internal sealed class LimitedBuffer : IBufferWriter<byte>
{
    private readonly ArrayBufferWriter<byte> _buffer = new();

    public ReadOnlySpan<byte> Written => _buffer.WrittenSpan;

    public void Advance(int count) => _buffer.Advance(count);

    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        Check(sizeHint);
        return _buffer.GetMemory(sizeHint);
    }

    public Span<byte> GetSpan(int sizeHint = 0)
    {
        Check(sizeHint);
        return _buffer.GetSpan(sizeHint);
    }

    private void Check(int more)
    {
        if ((long)_buffer.WrittenCount + more > Payload.MaxSize)
        {
            throw new AxleException(
                ErrorKind.Validation,
                $"The value would have more than {Payload.MaxSize / 1024 / 1024} MiB of JSON. Have steps write what they make to files, and give the paths.");
        }
    }
}
