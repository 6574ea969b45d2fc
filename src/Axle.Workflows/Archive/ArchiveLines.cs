using System.Runtime.CompilerServices;

namespace Axle.Workflows.Archive;

/// <summary>Splits a stream into lines of bytes, and holds one of them at a time.</summary>
/// <param name="input">The stream.</param>
/// <param name="longestFirst">Bytes that the first line may have.</param>
/// <param name="longest">Bytes that any other may have.</param>
internal sealed class ArchiveLines(Stream input, int longestFirst, int longest)
{
    private const int FirstBuffer = 64 * 1024;
    private byte[] _buffer = new byte[FirstBuffer];
    private int _start;
    private int _end;

    /// <summary>Number of the line that was read last, from 1.</summary>
    public int Number { get; private set; }

    /// <summary>The lines without their ends; each is valid until the next is asked for.</summary>
    /// <exception cref="AxleException">Validation: a line is too long, or the last one does not end.</exception>
    public async IAsyncEnumerable<ReadOnlyMemory<byte>> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var searched = 0;
        while (true)
        {
            var length = _buffer.AsSpan(_start + searched, _end - _start - searched).IndexOf((byte)'\n');
            if (length >= 0)
            {
                Number++;
                yield return _buffer.AsMemory(_start, searched + length);
                _start += searched + length + 1;
                searched = 0;
                continue;
            }

            searched = _end - _start;
            MakeRoom();
            if (await FillAsync(cancellationToken))
                continue;
            if (searched > 0)
                throw new AxleException(ErrorKind.Validation, $"Archive line {Number + 1} does not end: the archive was cut off. Get the whole file.");
            yield break;
        }
    }

    private async ValueTask<bool> FillAsync(CancellationToken cancellationToken)
    {
        try
        {
            var read = await input.ReadAsync(_buffer.AsMemory(_end), cancellationToken);
            _end += read;
            return read > 0;
        }
        catch (InvalidDataException exception)
        {
            throw new AxleException(
                ErrorKind.Validation, $"The archive cannot be unpacked behind line {Number}: it was changed or cut off. Get the whole file.", exception);
        }
    }

    private void MakeRoom()
    {
        if (_start > 0)
        {
            _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
            (_start, _end) = (0, _end - _start);
        }

        if (_end < _buffer.Length)
            return;
        var most = Number == 0 ? longestFirst : longest;
        if (_end >= most)
            throw new AxleException(ErrorKind.Validation, $"Archive line {Number + 1} has more than {most:N0} bytes: this is no run archive, or holds a larger value than is allowed.");
        Array.Resize(ref _buffer, (int)Math.Min(most, _buffer.Length * 2L));
    }
}
