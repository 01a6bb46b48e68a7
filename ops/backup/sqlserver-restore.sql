-- Restores a backup in the place of the database; stop the service first.
-- sqlcmd -S db -d master -U owner -b -v database="Mpnst" file="/backup/mpnst.bak" -i sqlserver-restore.sql
ALTER DATABASE [$(database)] SET SINGLE_USER WITH ROLLBACK IMMEDIATE;
RESTORE DATABASE [$(database)] FROM DISK = N'$(file)' WITH REPLACE, CHECKSUM;
ALTER DATABASE [$(database)] SET MULTI_USER;
