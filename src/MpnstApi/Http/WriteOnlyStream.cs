namespace MpnstApi.Http;

/// <summary>The base of streams that process the content of a response instead of sending it.</summary>
internal abstract class WriteOnlyStream : Stream
{
    private long written;

    public override bool CanRead => false;
    public override bool CanSeek => false;
    public override bool CanWrite => true;
    public override long Length => written;
    public override long Position
    {
        get => written;
        set => throw new NotSupportedException();
    }

    public override void Flush() { }

    public override int Read(byte[] buffer, int offset, int count) =>
        throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) =>
        Count(buffer.AsSpan(offset, count));

    public override Task WriteAsync(
        byte[] buffer,
        int offset,
        int count,
        CancellationToken cancellationToken
    )
    {
        Count(buffer.AsSpan(offset, count));
        return Task.CompletedTask;
    }

    public override ValueTask WriteAsync(
        ReadOnlyMemory<byte> buffer,
        CancellationToken cancellationToken = default
    )
    {
        Count(buffer.Span);
        return ValueTask.CompletedTask;
    }

    /// <summary>Processes bytes that were written.</summary>
    protected abstract void Take(ReadOnlySpan<byte> bytes);

    private void Count(ReadOnlySpan<byte> bytes)
    {
        written += bytes.Length;
        Take(bytes);
    }
}
