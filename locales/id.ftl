### core

## Screens

screen-overview = Ringkasan
screen-team = Tim
screen-invitations = Undangan
screen-groups = Grup
screen-roles = Peran
screen-plan = Paket & kursi
screen-activity = Aktivitas
screen-waiting = Menunggu & ditolak
screen-my-access = Akses saya
screen-settings = Pengaturan

## Roles: the label, who it suits, and the role in one line

role-owner = Pemilik
role-owner-best-for = Pemilik usaha
role-owner-about = Kendali penuh. Tidak bisa dikeluarkan; hanya ada satu di setiap toko.
role-admin = Admin
role-admin-best-for = Orang kepercayaan
role-admin-about = Hampir semua yang bisa dilakukan Pemilik, termasuk mengelola staf.
role-manager = Manajer
role-manager-best-for = Kepala shift atau kepala toko
role-manager-about = Menjalankan operasional harian serta melihat tim dan undangannya.
role-seller = Penjual
role-seller-best-for = Kasir
role-seller-about = Melayani pelanggan dan mencatat penjualan.
role-inventory-handler = Petugas stok
role-inventory-handler-best-for = Staf gudang
role-inventory-handler-about = Mengurus produk dan stok, tetapi bukan penjualan atau staf.
role-viewer = Peninjau
role-viewer-best-for = Akuntan atau mitra pasif
role-viewer-about = Melihat laporan dan data tanpa mengubah apa pun.

## Areas of the role matrix

area-ring-up-sales = Mencatat penjualan (POS)
area-void-sale = Membatalkan penjualan
area-manage-catalog = Mengelola produk & katalog
area-adjust-inventory = Menyesuaikan stok
area-manage-customers = Mengelola pelanggan
area-manage-promotions = Mengelola promosi
area-view-reports = Melihat laporan & dasbor
area-invite-remove-staff = Mengundang / mengeluarkan staf
area-change-member-role = Mengubah peran anggota
area-view-team = Melihat tim & undangan
area-store-settings = Pengaturan & merek toko
area-billing-plan = Tagihan & paket

level-full = Penuh
level-partial = Sebagian
level-none = Tidak ada

limit-own-sales = Hanya penjualan sendiri
limit-stock-reports = Hanya laporan stok

bound-always = Selalu
bound-by-group = Lewat grup
bound-never = Tidak pernah

## The 25 omnichannel permissions: the label, and what it allows

section-dashboard = Dasbor
section-product = Produk
section-inventory = Stok
section-price = Harga
section-orders = Pesanan
section-sync-log = Log sinkronisasi
section-logistics = Logistik
section-channel = Kanal
section-developer = Pengembang
section-json-api = JSON API
section-users = Pengguna

permission-dashboard-view = Lihat dasbor
permission-dashboard-view-about = Melihat dasbor omnichannel dan angka-angkanya.
permission-product-view = Lihat produk
permission-product-view-about = Melihat produk di semua kanal.
permission-product-scan = Pindai produk
permission-product-scan-about = Memindai kanal untuk mencari produk yang belum ada di sini.
permission-product-download = Unduh produk
permission-product-download-about = Mengambil produk dari kanal ke toko.
permission-product-upload = Unggah produk
permission-product-upload-about = Mengirim produk dari toko ke kanal.
permission-inventory-view = Lihat stok
permission-inventory-view-about = Melihat berapa stok setiap barang.
permission-inventory-update = Ubah stok
permission-inventory-update-about = Mengubah stok, langsung di semua kanal.
permission-price-view = Lihat harga
permission-price-view-about = Melihat harga di semua kanal.
permission-price-update = Ubah harga
permission-price-update-about = Mengubah harga, langsung di semua kanal.
permission-orders-view = Lihat pesanan
permission-orders-view-about = Melihat pesanan dan siapa pemesannya.
permission-orders-fulfillment = Proses pesanan
permission-orders-fulfillment-about = Mengatur pengiriman dan mencetak resi.
permission-orders-download = Unduh pesanan
permission-orders-download-about = Menyimpan pesanan sebagai berkas.
permission-sync-log-view = Lihat log sinkronisasi
permission-sync-log-view-about = Melihat apa yang dipertukarkan dengan kanal, dan apa yang gagal.
permission-logistics-view = Lihat logistik
permission-logistics-view-about = Melihat kurir dan pengiriman.
permission-logistics-update = Ubah logistik
permission-logistics-update-about = Mengubah kurir dan pengiriman.
permission-channel-view = Lihat kanal
permission-channel-view-about = Melihat marketplace mana saja yang terhubung.
permission-channel-add = Tambah kanal
permission-channel-add-about = Menghubungkan marketplace lain.
permission-channel-edit = Ubah kanal
permission-channel-edit-about = Mengubah cara sebuah marketplace terhubung.
permission-channel-delete = Hapus kanal
permission-channel-delete-about = Memutus sebuah marketplace bagi semua orang.
permission-developer-view = Lihat alat pengembang
permission-developer-view-about = Melihat kunci dan alat yang ditujukan bagi programmer.
permission-json-api-view = Lihat JSON API
permission-json-api-view-about = Melihat data mentah yang dikirim kanal.
permission-users-view = Lihat pengguna
permission-users-view-about = Melihat siapa saja yang memakai omnichannel.
permission-users-create = Tambah pengguna
permission-users-create-about = Menambahkan orang ke omnichannel.
permission-users-edit = Ubah pengguna
permission-users-edit-about = Mengubah apa yang boleh dilakukan orang di omnichannel.
permission-users-delete = Hapus pengguna
permission-users-delete-about = Mengeluarkan orang dari omnichannel.

## Why somebody has a permission, or has not

reason-by-role = Sudah termasuk dalam peran
reason-by-group = Diberikan oleh { $groups }
reason-cut-by-role = { $groups_count ->
    [0] Tidak boleh dipegang peran ini, apa pun grupnya
   *[other] { $groups } memberikannya, tetapi peran ini tidak boleh memilikinya
}
reason-no-group = Tidak ada grup yang memberikannya
reason-implied-view = Otomatis ada karena izin lain di bagian ini

## Since when, and by whom; which right somebody lacks, and who has it

since-at = sejak { $date }
since-at-by = sejak { $date }, oleh { $who }
since-at-by-you = sejak { $date }, oleh Anda
since-invited = sejak { $date }, lewat undangan
since-invited-by = sejak { $date }, diundang oleh { $who }
since-invited-by-you = sejak { $date }, diundang oleh Anda
since-before = sejak sebelum catatan di komputer ini dimulai
since-not-told = Sejak kapan dan oleh siapa hanya diberitahukan kepada yang boleh melihat tim.
why-role = { $role } { $since }
why-in-group = Di { $group } { $since }
why-group-has = { $group } punya izin ini { $since }
why-brought-by = Di { $group } izin ini otomatis menyertai { $permissions }
why-same-everywhere = Bawaan: setiap { $role } di setiap toko sama dalam hal ini.
why-who-else = Siapa yang punya ini
lacking-area-required = Peran Anda tidak mencakup “{ $area }”.
lacking-own-access = Tidak seorang pun bisa mengubah aksesnya sendiri.
lacking-outranked = { $actor_role } tidak lebih tinggi daripada { $target_role }.
lacking-permission-not-held = Anda sendiri tidak memiliki izin ini: { $permissions }.
lacking-suspended = Anda sedang ditangguhkan di toko ini, jadi tidak ada yang bisa diubah atas nama Anda.
able = { $names } bisa melakukannya.
able-more = { $names } dan { $count } orang lain bisa melakukannya.
able-nobody = Tidak ada orang lain yang bisa melakukannya untuk Anda.

## Plans, and the state of things

plan-starter = Starter
plan-starter-about = Untuk toko yang dijalankan seorang diri.
plan-team = Team
plan-team-about = Untuk toko dengan tim kecil.
plan-business = Business
plan-business-about = Untuk beberapa shift, gudang, dan kantor.
plan-enterprise = Enterprise
plan-enterprise-about = Untuk berapa pun orang yang Anda pekerjakan.
unlimited = tanpa batas

status-active = Aktif
status-suspended = Ditangguhkan
status-removed = Dikeluarkan
status-pending = Menunggu jawaban
status-accepted = Diterima
status-expired = Kedaluwarsa
status-withdrawn = Ditarik
status-waiting = Menunggu sinkronisasi

delivery-queued = Email sedang dikirim
delivery-sent = Email terkirim
delivery-undelivered = Email tidak sampai
delivery-reason-unreachable = server email tidak terjangkau
delivery-reason-timeout = server email tidak menjawab
delivery-reason-deferred = server email terus menunda ({ $number })
delivery-reason-rejected = { $number ->
    [550] alamat tidak ada ({ $number })
    [552] kotak surat penuh ({ $number })
   *[other] ditolak server email ({ $number })
}
delivery-reason-bad-address = alamat ini tidak bisa menerima email
delivery-reason-bad-sender = alamat pengirim milik cloud salah
delivery-reason-folder = cloud tidak bisa menulis ke folder emailnya
delivery-reason-none = tanpa keterangan
delivery-reason-unknown = alasan: { $reason }

## The badge that is always there

badge-up-to-date = { $when ->
    [none] Sudah mutakhir
   *[other] Mutakhir, { $when }
}
badge-syncing = Menyinkronkan…
badge-waiting = { $count ->
   *[other] { $count } perubahan menunggu
}
badge-offline = { $count ->
    [0] Offline
   *[other] Offline · { $count } perubahan menunggu
}
badge-needs-attention = { $refused ->
    [0] Perlu perhatian
   *[other] Perlu perhatian · { $refused } ditolak
}

## Refusals: why something is turned down, with the facts and a way out

refusal-unknown = Cloud menolak ini dengan alasan yang belum dikenal versi ini ({ $code }). Mungkin akan jelas setelah Keyholder diperbarui.
refusal-unknown-op = Cloud belum mengenal perubahan semacam ini. Perubahan disimpan di sini dan diajukan lagi setelah cloud diperbarui.
refusal-not-a-member = Anda bukan lagi anggota toko ini. Pemiliknya bisa mengundang Anda kembali.
refusal-suspended = Keanggotaan Anda di toko ini sedang ditangguhkan, jadi tidak ada yang bisa diubah atas nama Anda. Pemilik atau Admin bisa memulihkannya.
refusal-area-required = Ini memerlukan peran yang mencakup “{ $area }”. Pemilik atau Admin bisa melakukannya, atau memberikan peran lain.
refusal-unknown-permission = Cloud belum mengenal izin “{ $permission }”. Perubahan disimpan di sini sampai cloud mengenalnya.
refusal-unknown-role = Peran ini tidak dikenal. Pilih salah satu yang tersedia; perubahan disimpan di sini sampai saat itu.
refusal-unknown-plan = Paket ini tidak dikenal. Pilih salah satu yang tersedia; perubahan disimpan di sini sampai saat itu.
refusal-invalid-email = { $why ->
    [empty] Alamat email belum diisi. Ketik alamatnya, misalnya nama@toko.id.
    [no_at] Alamat email memerlukan tanda @. Contohnya nama@toko.id.
    [local] Bagian sebelum tanda @ tidak benar. Periksa apakah ada spasi atau huruf yang kurang.
    [domain] Bagian sesudah tanda @ tidak benar. Periksa lagi, misalnya toko.id atau gmail.com.
    [too_long] Alamat ini terlalu panjang untuk dikirimi email. Periksa apakah ada yang tertempel dua kali.
   *[other] Ini bukan alamat yang bisa dikirimi email. Periksa bagian sebelum dan sesudah tanda @.
}
refusal-invalid-name = { $why ->
    [empty] Nama belum diisi. Ketik setidaknya satu huruf.
    [too_long] Nama ini terlalu panjang. Batasnya 60 karakter.
    [control] Nama ini memuat karakter yang tidak terlihat. Ketik langsung, jangan ditempel.
    [bidi] Nama ini memuat tanda yang membalik arah tulisan. Ketik langsung, jangan ditempel.
   *[other] Nama ini tidak bisa dipakai. Coba nama lain, 1 sampai 60 karakter.
}
refusal-depends-on-refused = Perubahan ini bergantung pada perubahan sebelumnya yang ditolak, jadi tidak ada yang bisa diubah. Selesaikan yang sebelumnya dulu, lalu coba lagi.
refusal-unknown-member = Orang ini sudah tidak ada di tim. Tidak ada lagi yang perlu diubah.
refusal-unknown-group = Grup ini sudah tidak ada; seseorang telah menghapusnya. Pilih grup lain.
refusal-unknown-invitation = Undangan ini sudah tidak ada. Kirim yang baru bila masih diperlukan.
refusal-id-in-use = Sudah ada sesuatu dengan id yang sama. Coba lagi: id baru akan dipakai.
refusal-op-id-in-use = Cloud sudah menjawab perubahan lain dengan id ini. Coba lagi: id baru akan dipakai.
refusal-own-access = Tidak seorang pun bisa mengubah aksesnya sendiri. Mintalah bantuan Pemilik atau Admin lain.
refusal-owner-protected = Pemilik tidak bisa dikeluarkan, ditangguhkan, dipindah grup, atau diberi peran lain. Pilih orang lain.
refusal-owner-role-reserved = Setiap toko hanya punya satu Pemilik, dan peran itu tidak bisa diserahkan. Pilih peran lain.
refusal-outranked = { $actor_role } tidak lebih tinggi daripada { $target_role }. Hanya orang dengan peran lebih tinggi yang bisa melakukannya.
refusal-permission-not-held = Izin ini hanya bisa diberikan atau dicabut oleh orang yang memilikinya: { $permissions }.
refusal-changed-meanwhile = Seseorang sudah mengubahnya: { $expected } saat Anda memintanya, sekarang { $present }. Lihat lagi sebelum memutuskan.
refusal-invitation-not-pending = { $status_code ->
    [accepted] Undangan ini sudah diterima. Ubah anggotanya di Tim.
    [expired] Undangan ini sudah kedaluwarsa. Kirim ulang dulu.
    [withdrawn] Undangan ini sudah ditarik. Kirim yang baru bila masih diperlukan.
   *[other] Undangan ini sudah tidak berlaku. Kirim yang baru bila masih diperlukan.
}
refusal-name-taken = Sudah ada grup dengan nama ini; huruf besar dan kecil dianggap sama. Pilih nama lain.
refusal-already-member = { $status_code ->
    [suspended] Orang ini sudah ada di tim, tetapi ditangguhkan. Pulihkan anggotanya, tidak perlu mengundang lagi.
   *[other] Orang ini sudah ada di tim. Ubah peran atau grupnya di sana.
}
refusal-already-invited = Alamat ini sudah punya undangan yang masih terbuka. Kirim ulang undangan itu, tidak perlu membuat yang kedua.
refusal-group-in-use = { $members ->
    [0] Masih ada { $invitations } undangan yang membawa grup ini. Tentukan dulu ke mana pindahnya, lalu hapus grupnya.
   *[other] { $invitations ->
        [0] Masih ada { $members } orang di grup ini. Tentukan dulu ke mana mereka pindah, lalu hapus grupnya.
       *[other] Masih ada { $members } orang di grup ini, dan { $invitations } dalam undangan. Tentukan dulu ke mana mereka pindah, lalu hapus grupnya.
    }
}
refusal-inviter-lost-authority = Pengirim undangan ini tidak lagi berhak menawarkan peran tersebut. Pemilik atau Admin lain bisa mengirimnya ulang.
refusal-plan-too-small = { $used } kursi terpakai, sedangkan paket ini hanya punya { $limit }. Tangguhkan atau keluarkan orang, atau tarik undangan, sampai muat.
refusal-over-limit = { $used } kursi terpakai, padahal paket hanya punya { $limit }. Tidak ada yang bisa ditambah sampai tim kembali muat: tangguhkan atau keluarkan orang, tarik undangan, atau pilih paket yang lebih besar.
refusal-no-free-seat = { $limit ->
    [1] Satu-satunya kursi dalam paket sudah terpakai. Pilih paket yang lebih besar.
   *[other] Semua { $limit } kursi terpakai. Kosongkan satu dengan menarik undangan atau menangguhkan seseorang, atau pilih paket yang lebih besar.
}
refusal-wrong-account = Undangan ini untuk alamat lain. Masuklah dengan alamat yang diundang.
refusal-ask-an-owner = Cloud tidak lagi menjawab ini dari Anda. Mintalah Pemilik melakukan perubahannya.
refusal-still-waiting = Perubahan ini masih dalam antrean. Baru bisa dicoba lagi bila ditolak.
refusal-maybe-sent = Perubahan ini mungkin sudah sampai di cloud. Jawaban cloud yang menentukan; tunggu sebentar.
refusal-not-sent-yet = Undangan ini belum sampai di cloud. Setelah sampai, barulah bisa diubah.
refusal-not-synced-yet = Komputer ini belum mengambil data tim, jadi belum bisa menilainya. Tunggu sampai sinkronisasi pertama selesai.
refusal-no-way-back = Ini tidak bisa diurungkan lagi setelah terkirim. Di tempat Anda mengubahnya terlihat apa yang masih bisa dilakukan.
refusal-only-with-group = Hanya bisa kembali bersama grup { $group_name }. Grup itu tidak bisa dibuat lagi.
refusal-changed-since = { $who } sudah mengubahnya sesudah Anda. Mengurungkan perubahan Anda akan ikut membatalkannya, jadi dibiarkan.
refusal-already-undone = Ini sudah diurungkan. Tidak ada lagi yang perlu dilakukan.
refusal-undo-too-late = Perubahan bisa diurungkan selama sepuluh menit. Untuk yang ini, waktunya sudah lewat.
refusal-undo-reached = Keadaannya sudah seperti semula. Tidak ada lagi yang perlu dilakukan.
refusal-forecast-changed = Ada yang berubah selagi jendela ini terbuka. Inilah yang akan terjadi sekarang: periksa lagi sebelum mengonfirmasi.
refusal-batch-does-not-fit = Kursi hanya cukup untuk { $fit } dari mereka, jadi tidak ada yang diubah. Pilih lebih sedikit orang, atau paket yang lebih besar.

## Errors: what broke, and what can be done about it

error-unknown = Terjadi masalah yang belum dikenal versi ini: { $message } ({ $code }). Yang Anda ketik tidak hilang.
error-broken = Jendela dan program di baliknya terputus: { $message }. Tutup jendela lalu buka lagi; yang Anda ketik tidak hilang.
sign-in-led = Masuk di { $cloud } untuk melihat toko yang dituju tautan itu.
sign-in-offline = Cloud tidak terjangkau. Periksa alamat dan jaringan, lalu coba lagi.
error-offline = Cloud tidak terjangkau. Anda bisa terus bekerja: perubahan disimpan di sini dan dikirim begitu sambungan kembali.
error-signed-out = Anda sudah keluar. Masuk lagi untuk melanjutkan; perubahan yang dibuat saat offline masih ada di sini.
error-unauthenticated = Sesi masuk Anda telah berakhir. Masuk lagi untuk melanjutkan; perubahan yang dibuat saat offline masih ada di sini.
error-outdated = Versi Keyholder ini sudah terlalu usang untuk cloud. Perbarui; perubahan yang belum terkirim tetap tersimpan.
error-wire-unsupported = Versi Keyholder ini sudah terlalu usang untuk cloud. Perbarui; perubahan yang belum terkirim tetap tersimpan.
error-removed = Anda bukan lagi anggota toko ini, atau sedang ditangguhkan. Tanyakan kepada Pemiliknya.
error-view-team-required = Peran Anda tidak mencakup “Melihat tim & undangan”, jadi hanya akses Anda sendiri yang ditampilkan.
error-storage = { $why ->
    [full] Disk komputer ini penuh. Kosongkan sebagian lalu coba lagi; yang sudah tersimpan tidak hilang.
    [read_only] Keyholder tidak boleh menulis ke foldernya di komputer ini. Periksa izin folder itu, lalu coba lagi.
    [damaged] Salah satu berkas Keyholder di komputer ini rusak. Berkas itu disisihkan, tidak dihapus, lalu dibaca ulang dari cloud.
    [failed] Disk tempat folder Keyholder sedang tidak terjangkau, atau tidak menjawab sebagaimana mestinya. Jika letaknya di jaringan atau di disk lain, sambungkan kembali; jika itu disk komputer ini sendiri, periksalah. Keyholder mencoba lagi dengan sendirinya.
    [gone] Folder Keyholder sedang tidak terjangkau. Jika letaknya di jaringan atau di disk lain, sambungkan kembali, lalu coba sekali lagi; yang tersimpan di sana tetap ada.
    [other_key] Sebuah berkas di komputer ini disegel dengan kunci lain. Berkas itu tetap disimpan.
   *[other] Sebuah berkas Keyholder di komputer ini sedang tidak bisa dipakai. Mungkin program lain sedang memegangnya, misalnya antivirus atau program pencadangan. Coba lagi sebentar lagi; jika tidak membantu, nyalakan ulang komputer. Yang sudah tersimpan tetap ada.
}
error-bad-cloud-address = { $why ->
    [empty] Ketik alamat cloud Anda.
    [not_encrypted] Alamat ini tidak terenkripsi. Pakai yang diawali https://.
    [more_than_an_origin] Cukup bagian awal alamat, sampai garis miring pertama.
   *[other] Alamat ini tidak bisa dipakai Keyholder. Contohnya https://cloud.example.com.
}
error-no-http = Bagian jaringan komputer ini tidak bisa dijalankan. Buka ulang Keyholder; bila belum berhasil, nyalakan ulang komputer.
error-unknown-op = Perubahan ini sudah tidak ada di daftar.
error-already-sent = Perubahan ini mungkin sudah sampai di cloud. Jawaban cloud yang menentukan; tunggu sebentar.
error-lease-ended = Cloud tidak terjangkau lebih dari { $days } hari, batas yang diizinkan toko ini. Sambungkan komputer ini ke internet sekali untuk melanjutkan.
error-cloud-unsure = Cloud menolak toko ini, tetapi masih mencatatnya sebagai milik Anda. Tidak ada yang dihapus; Keyholder akan bertanya lagi nanti.
error-snapshot-loop = Cloud mengirim semuanya berulang-ulang, jadi sinkronisasi dihentikan untuk sementara. Perubahan Anda disimpan di sini; beri tahu pengelola cloud.
error-chain-broken = Riwayat di cloud tidak cocok dengan yang dilihat komputer ini sebelumnya. Sinkronisasi dihentikan agar tidak ada yang tercampur; beri tahu Pemilik. Perubahan Anda disimpan di sini.
error-internal = Cloud sedang bermasalah. Perubahan Anda disimpan di sini dan dikirim nanti.
error-busy = Cloud sedang sangat sibuk. Perubahan Anda disimpan di sini dan dikirim sebentar lagi.
error-cloud-broken = Cloud sedang bermasalah (jawabannya { $status }). Perubahan Anda disimpan di sini dan dikirim nanti.
error-not-opened = Peramban Anda tidak bisa dibuka. Buka sendiri tautan undangan itu di peramban.
error-not-saved = { $why ->
    [full] Disk penuh, jadi “{ $path }” tidak ditulis. Kosongkan sebagian, atau pilih tempat lain.
    [read_only] Folder ini tidak boleh ditulisi, jadi “{ $path }” tidak tersimpan. Pilih tempat lain.
   *[other] “{ $path }” tidak bisa ditulis. Pilih tempat lain.
}
error-not-open = Toko ini belum dibuka di komputer ini. Pilih lagi dari daftar toko.
error-not-found = Ini tidak ada, atau bukan hak Anda untuk melihatnya.
error-malformed = Cloud tidak bisa membaca kiriman versi ini. Perbarui Keyholder; perubahan Anda tetap tersimpan.
error-too-large = Ini lebih banyak daripada yang bisa diterima cloud sekaligus. Kirim sebagian-sebagian.
error-slow-down = Terlalu banyak percobaan. Tunggu sebentar lalu coba lagi.
error-bad-credentials = Alamat atau kata sandi tidak cocok. Periksa keduanya; huruf besar dan kecil pada kata sandi dibedakan.
error-account-exists = Sudah ada akun dengan alamat ini. Masuklah dengan akun itu.
error-weak-password = Kata sandi perlu 12 karakter atau lebih. Kalimat pendek mudah diingat.
error-sign-in-required = Alamat ini sudah punya akun. Masuk dulu dengan akun itu.
error-newer-link-sent = Tautan yang lebih baru sudah dikirim. Pakai yang ada di email terakhir.
error-unsent = { $count ->
    [0] { $set_aside } berkas disisihkan, mungkin berisi perubahan yang belum terkirim, dan tidak terbaca di sini. Berkas itu akan hilang.
   *[other] { $count } perubahan belum terkirim dan akan hilang.
}
error-not-our-cloud = Yang menjawab di alamat ini bukan cloud Keyholder. Periksa alamatnya; mungkin Anda perlu masuk ke jaringan ini dulu.
error-profile-away = { $why ->
    [was_here] Profil yang tadinya ada di folder ini sekarang tidak ada. Jika letaknya di jaringan atau di disk lain, sambungkan dulu, lalu coba lagi. Jika memang ingin memulai profil kosong di sana, jalankan Keyholder sekali dengan --new-profile.
   *[other] Tempat profil ini tidak terjangkau: folder induknya tidak ada. Jika letaknya di jaringan atau di disk lain, sambungkan dulu, lalu coba lagi.
}
profile-unopened = Profil ini tidak bisa dibuka
unopened-safe = Perubahan Anda yang belum terkirim tetap ada di folder Keyholder di komputer ini, apa adanya. Selebihnya ada di cloud. Jika terus begini, tunjukkan laporannya kepada yang membantu Anda.
error-profile-in-use = Keyholder sudah terbuka dengan profil ini. Pakai jendela itu, atau tutup dulu.
error-keychain = Penyimpan kunci komputer ini tidak menjawab. Buka kuncinya, lalu coba lagi.

## Notices: what the program has to say of its own accord

notice-unknown = Ada pesan dari Keyholder yang belum dikenal versi ini ({ $code }).
notice-cache-set-aside = Sebuah berkas toko ini rusak dan disisihkan sebagai { $file }, lalu toko dibaca ulang dari cloud. Perubahan yang belum terkirim aman.
notice-settings-newer = Pengaturan terakhir disimpan oleh versi yang lebih baru, Keyholder { $theirs }. Yang tidak dikenal versi ini tetap disimpan, dan berlaku lagi setelah Anda memperbarui.
notice-outbox-salvaged = { $lost ->
    [0] Berkas perubahan yang belum terkirim rusak. Semuanya masih terbaca; berkas rusaknya disimpan sebagai { $file }.
   *[other] Berkas perubahan yang belum terkirim rusak. { $rows } masih terbaca, { $lost } tidak; berkas rusaknya disimpan sebagai { $file }.
}
notice-closed-removed = { $unsent ->
    [0] Anda bukan lagi anggota { $name }. Datanya sudah dihapus dari komputer ini.
   *[other] Anda bukan lagi anggota { $name }. Datanya sudah dihapus dari komputer ini; { $unsent } perubahan yang tak pernah terkirim disimpan sebagai daftar.
}
notice-closed-suspended = { $unsent ->
    [0] Keanggotaan Anda di { $name } ditangguhkan. Datanya dihapus dari komputer ini sampai Anda dipulihkan.
   *[other] Keanggotaan Anda di { $name } ditangguhkan. Datanya dihapus dari komputer ini sampai Anda dipulihkan; { $unsent } perubahan yang tak pernah terkirim disimpan sebagai daftar.
}
notice-cloud-restored = { $count ->
    [0] Cloud dipulihkan dari cadangan yang lebih lama. Tidak ada milik Anda yang hilang.
   *[other] Cloud dipulihkan dari cadangan yang lebih lama. { $count } perubahan Anda yang terlupa olehnya dikirim lagi.
}
notice-clock-off = Jam komputer ini berbeda { $days ->
    [0] { $hours ->
        [0] { $minutes } menit
       *[other] { $hours } jam
    }
   *[other] { $days } hari
} dari jam cloud. Tidak ada yang hilang: urutan dan tanggal berasal dari cloud. Betulkan jamnya supaya “dibuat pada” benar.
notice-fork-renumbered = Profil ini telah disalin ke komputer lain. Komputer ini kini menghitung perubahannya sendiri; tidak ada yang hilang.
notice-other-machine = Profil ini disalin dari komputer lain. { $count } perubahan yang belum terkirim dari sana disisihkan sebagai { $file }; kirimlah dari komputer itu.
notice-sealed-elsewhere = Sebuah berkas disegel di komputer lain, atau dengan kunci yang sudah hilang, sehingga tidak bisa dibaca di sini. Berkas itu disisihkan sebagai { $file } dan tetap disimpan. Bila profil ini salinan, kirimlah yang masih menunggu dari komputer asalnya.

## Warnings in a preview

warning-unknown = Ada hal lain yang ikut berubah ({ $code }).
warning-no-group = Tanpa grup, peran { $role } tidak melihat apa pun di omnichannel.
warning-role-cuts = { $count } izin tidak berpengaruh bagi peran { $role }: { $permissions }.
warning-second-mail = Email baru dikirim kepada { $email }, dan tautan lama tidak berlaku lagi.
warning-empty-group = { $group } belum memuat izin, jadi belum membuka apa pun.
warning-over-limit = Tim tetap lebih besar daripada paket: { $used } kursi terpakai, paket hanya { $limit }.
warning-owner-and-admin-only = Tidak berpengaruh di sini, karena hanya Pemilik dan Admin yang bisa memilikinya: { $permissions }.
warning-nothing-changes = Tidak ada yang berubah: keadaannya memang sudah begitu.
warning-group-anew = { $count ->
    [0] Grup dibuat ulang: grup lain dengan nama dan izin yang sama.
   *[other] Grup dibuat ulang: grup lain dengan nama dan izin yang sama. Orang-orangnya terhitung masuk mulai sekarang.
}
warning-group-without = { $count } izin yang belum dikenal versi ini tidak bisa dikembalikan.
warning-groups-gone = { $count } grup sudah tidak ada, jadi tidak ikut dalam undangan.
warning-invited-anew = { $email } harus menerima undangan dulu, dan kembali sebagai anggota baru.

## What happened: activity

actor-you = Anda
actor-unknown = Seseorang
somebody = seseorang
some-group = sebuah grup

event-unknown = { $actor } melakukan sesuatu yang belum dikenal versi ini ({ $code }).
event-store-created = { $who } membuka toko { $name }.
event-store-renamed = { $actor } mengganti nama toko dari { $name_from } menjadi { $name_to }.
event-store-offline-lease-set = { $actor } mengatur agar komputer boleh bekerja offline selama { $days_to } hari.
event-plan-changed = { $actor } mengubah paket dari { $plan_from } menjadi { $plan_to }.
event-plan-forced = Paket diubah dari { $plan_from } menjadi { $plan_to } oleh operator.
event-group-created = { $actor } membuat grup { $group }.
event-group-renamed = { $actor } mengganti nama grup { $name_from } menjadi { $name_to }.
event-group-granted = { $actor } memberikan kepada { $group }: { $permissions }.
event-group-revoked = { $actor } mencabut dari { $group }: { $permissions }.
event-group-deleted = { $moves ->
    [group] { $actor } menghapus grup { $group }; anggotanya pindah ke { $to_group }.
   *[none] { $members ->
        [0] { $actor } menghapus grup { $group }.
       *[other] { $actor } menghapus grup { $group }; ada { $members } orang di dalamnya.
    }
}
event-member-role-changed = { $actor } mengubah peran { $who } dari { $role_from } menjadi { $role_to }.
event-member-added-to-group = { $actor } memasukkan { $who } ke { $group }.
event-member-removed-from-group = { $actor } mengeluarkan { $who } dari { $group }.
event-member-suspended = { $actor } menangguhkan { $who }.
event-member-restored = { $actor } memulihkan { $who }.
event-member-removed = { $actor } mengeluarkan { $who } dari tim.
event-invitation-sent = { $actor } mengundang { $email } sebagai { $role }.
event-invitation-resent = { $actor } mengirim ulang undangan kepada { $email }.
event-invitation-withdrawn = { $actor } menarik undangan kepada { $email }.
event-invitation-role-changed = { $actor } mengubah undangan kepada { $email } dari { $role_from } menjadi { $role_to }.
event-invitation-added-to-group = { $actor } menambahkan { $group } pada undangan kepada { $email }.
event-invitation-removed-from-group = { $actor } melepas { $group } dari undangan kepada { $email }.
event-invitation-accepted = { $who } menerima undangan dan bergabung sebagai { $role }.
event-invitation-delivery-noted = { $delivery_code ->
    [undelivered] Email kepada { $email } tidak sampai: { $reason }.
   *[other] Email kepada { $email } terkirim.
}

## What is asked: waiting and refused

op-unknown = Perubahan yang belum dikenal versi ini ({ $code })
op-group-create = Buat grup { $group }
op-group-rename = Ganti nama grup { $name_from } menjadi { $name_to }
op-group-delete = { $moves ->
    [group] Hapus grup { $group } dan pindahkan anggotanya ke { $to_group }
   *[none] Hapus grup { $group }
}
op-group-grant = Berikan kepada { $group }: { $permissions }
op-group-revoke = Cabut dari { $group }: { $permissions }
op-member-change-role = Ubah peran { $who } dari { $role_from } menjadi { $role_to }
op-member-add-to-group = Masukkan { $who } ke { $group }
op-member-remove-from-group = Keluarkan { $who } dari { $group }
op-member-suspend = Tangguhkan { $who }
op-member-restore = Pulihkan { $who }
op-member-remove = Keluarkan { $who } dari tim
op-invitation-send = Undang { $email } sebagai { $role }
op-invitation-resend = Kirim ulang undangan kepada { $email }
op-invitation-withdraw = Tarik undangan kepada { $email }
op-invitation-change-role = Ubah undangan kepada { $email } dari { $role_from } menjadi { $role_to }
op-invitation-add-to-group = Tambahkan { $group } pada undangan kepada { $email }
op-invitation-remove-from-group = Lepas { $group } dari undangan kepada { $email }
op-store-rename = Ganti nama toko { $name_from } menjadi { $name_to }
op-plan-change = Ubah paket dari { $plan_from } menjadi { $plan_to }
op-store-set-offline-lease = Izinkan komputer bekerja offline selama { $days_to } hari


### cloud

## Email undangan. ASCII polos membuat bagian teks email terbaca di program apa pun.

mail-subject = { $inviter } mengundang Anda ke { $store }
mail-hello = Halo,
mail-lead = { $inviter } mengundang Anda ke { $store } sebagai { $role }.
mail-open = Buka undangan
mail-link-lead = Buka tautan ini untuk menerima undangan serta memilih nama dan kata sandi:
mail-until = Tautan ini berlaku sampai { $until }.
mail-secret = Tautan ini hanya untuk { $email }: siapa pun yang memegangnya bisa menerima undangan atas nama Anda, jadi jangan diteruskan.
mail-not-you = Bila Anda tidak menantikan email ini, abaikan saja. Tidak ada yang terjadi sebelum undangan diterima.
mail-footer = Dikirim oleh Keyholder, yang dipakai { $store } untuk mengatur stafnya.

## Hari dan jam dalam email dan halaman (zona waktu pembaca tidak diketahui: di sini WIB)

mail-when = { $day } { $month } { $year } pukul { $hour }.{ $minute } WIB
mail-month-1 = Januari
mail-month-2 = Februari
mail-month-3 = Maret
mail-month-4 = April
mail-month-5 = Mei
mail-month-6 = Juni
mail-month-7 = Juli
mail-month-8 = Agustus
mail-month-9 = September
mail-month-10 = Oktober
mail-month-11 = November
mail-month-12 = Desember

## Halaman di balik tautan

join-title = Undangan ke { $store }
join-title-plain = Undangan
join-heading = Bergabung dengan { $store }
join-lead = { $inviter } mengundang Anda bekerja di sini sebagai { $role }.
join-store = Toko
join-inviter = Diundang oleh
join-role = Peran
join-email = Untuk
join-until = Berlaku sampai
join-new-intro = Pilih nama dan kata sandi. Bersama { $email }, keduanya dipakai untuk masuk ke Keyholder.
join-name-label = Nama Anda
join-name-hint = Seperti rekan kerja mengenal Anda.
join-password-label = Kata sandi
join-password-hint = Paling sedikit 12 karakter. Beberapa kata yang hanya Anda yang akan merangkainya mudah diingat.
join-accept = Terima undangan
join-known-intro = { $email } sudah punya akun Keyholder. Masukkan kata sandinya untuk menerima undangan.
join-known-accept = Masuk dan terima
join-done-heading = Selamat datang di { $store }
join-done-lead = Anda sudah bergabung sebagai { $role }.
join-next-heading = Langkah berikutnya
join-next-open = Buka Keyholder di komputer Anda.
join-next-cloud = Sebagai alamat cloud, isikan { $cloud }
join-next-sign-in = Masuk dengan { $email } dan kata sandi Anda.
join-done-unverified = Anda datang lewat tautan yang disalin sendiri, jadi alamat Anda masih dianggap belum terbukti. Pekerjaan Anda tidak terganggu; undangan lewat email akan membuktikannya.
join-accepted-heading = Anda sudah bergabung
join-accepted-lead = Undangan ke { $store } ini sudah diterima. Masuklah dengan { $email } untuk mulai bekerja.
join-expired-heading = Undangan ini sudah kedaluwarsa
join-expired-lead = Undangan ke { $store } berlaku 7 hari. Minta { $inviter } mengirimkannya lagi: Anda akan mendapat tautan baru.
join-withdrawn-heading = Undangan ini sudah ditarik
join-withdrawn-lead = { $store } telah menariknya kembali. Bila menurut Anda itu keliru, tanyakan kepada { $inviter }.
join-newer-heading = Tautan yang lebih baru sudah dikirim
join-newer-lead = Undangan ini sudah dikirim ulang, dan hanya tautan terbarunya yang berlaku. Cari email yang lebih baru.
join-unknown-heading = Tautan ini tidak membuka apa pun
join-unknown-lead = Mungkin tautannya terpotong di jalan. Buka lagi dari emailnya, atau minta tautan baru kepada orang yang mengundang Anda.
join-broken-heading = Ada yang rusak di pihak kami
join-broken-lead = Tidak ada yang berubah dan undangan Anda tetap berlaku. Silakan coba lagi beberapa menit lagi.
join-problem-heading = Belum berhasil
join-problem-weak-password = Kata sandi itu terlalu pendek atau terlalu panjang: panjangnya 12 sampai 1.024 karakter.
join-problem-name-empty = Tuliskan nama Anda.
join-problem-name-too-long = Nama itu terlalu panjang: paling banyak 60 karakter.
join-problem-name-characters = Nama itu berisi karakter yang tidak aman untuk ditampilkan. Silakan ketik ulang.
join-problem-wrong-password = Itu bukan kata sandi akun ini.
join-problem-sign-in-required = Alamat ini sekarang sudah punya akun. Gunakan kata sandinya.
join-problem-slow-down = Terlalu banyak percobaan dalam waktu singkat. Tunggu { $seconds } detik, lalu coba lagi.
join-problem-inviter-lost-authority = { $inviter } tidak lagi berwenang memberikan peran ini. Minta Pemilik atau Admin lain di { $store } mengirim ulang undangan.
join-problem-seats = { $store } sedang tidak punya kursi kosong. Minta { $inviter } menyediakannya; tautan ini tetap berlaku sampai { $until }.
join-problem-other = Undangan tidak bisa diterima ({ $code }).
join-languages = Bahasa
### roles

roles-lead = Bawaan, dan sama di setiap toko. Apa yang boleh dilakukan di omnichannel diatur lebih rinci lewat grup.
roles-print = Cetak atau simpan sebagai PDF…
roles-export = Ekspor
roles-export-csv = Tabel untuk lembar kerja (CSV)…
roles-export-png = Gambar (PNG)…
roles-export-title = Simpan peran
roles-export-name = Keyholder - peran - { $store }
roles-exported = Tersimpan sebagai { $path }
roles-table = Tabel
roles-section = Bagian
roles-code = Kode
roles-to-groups = Ke grup
roles-in-store = Di toko
roles-in-omnichannel = Di omnichannel
roles-area = Bidang
roles-permission = Izin
roles-look-at = Peran yang ditampilkan
roles-all = Semua peran
roles-compare-with = Bandingkan dengan…
roles-only-different = Hanya yang berbeda
roles-differ = { $count } dari { $all } berbeda.
roles-same = Tidak ada perbedaan di sini
roles-same-about = Kedua peran sama di tabel ini. Lihat tabel lainnya, atau tampilkan semua baris.
roles-people = { $count ->
    [0] Belum ada
   *[other] { $count } orang
}
roles-legend = Arti tanda
roles-hint = Tekan sebuah sel atau nama baris untuk melihat siapa yang memilikinya, dan mengapa. Tekan satu peran untuk melihatnya sendiri; di sampingnya Anda bisa memilih peran lain sebagai pembanding.
roles-means-full = Bisa melakukan semuanya.
roles-means-partial = Bisa melakukan sebagian. { $limit }.
roles-means-none = Tidak bisa melakukannya.
roles-means-always = Memilikinya tanpa perlu grup.
roles-means-by-group = Memilikinya bila ada grup yang memberikannya.
roles-means-never = Tidak pernah memilikinya, apa pun yang diberikan grup.

holders-of = Siapa yang punya “{ $what }”
holders-roles = Menurut peran
holders-every-role = Semua peran
holders-groups = Grup yang memberikannya
holders-groups-more = dan { $count } grup lagi
holders-no-group = Belum ada grup yang memberikannya.
holders-people = Orang
holders-holds = Punya
holders-cut = Dibatasi peran
holders-suspended = Ditangguhkan
holders-cut-about = Grup mereka memberikannya, tetapi peran mereka tidak boleh memilikinya.
holders-suspended-about = Mereka akan memilikinya lagi begitu dipulihkan.
holders-nobody = Tidak ada yang memilikinya.
holders-nobody-of-role = Tidak ada { $role } yang memilikinya.
holders-invited = { $count } undangan terbuka akan membawanya serta.


### ui-a: the frame, sign-in, stores, overview, team, invitations

close = Tutup
choose-by-enter = Tekan Enter untuk melanjutkan dengan pilihan ini.
cancel = Batal
continue = Lanjut
loading = Memuat…
try-again = Coba lagi
you = Anda
allowed = Boleh
not-allowed = Tidak boleh
sensitive = Sensitif
name-and-role = { $name } ({ $role })
search-clear = Hapus pencarian
screens = Halaman
skip-to-content = Langsung ke isi

mark-waiting = Menunggu sinkronisasi
mark-refused = Ditolak

done-queued = Tersimpan, dan sedang dikirim ke cloud.
done-ended = Tersimpan di sini. Perubahan dikirim ke cloud setelah Anda masuk lagi.
done-offline = Tersimpan di sini. Perubahan dikirim ke cloud begitu Anda online.
done-asked-anyway = Tersimpan. Cloud akan ditanya, dan jawabannya muncul di sini.
done-nothing = Tidak ada yang perlu diubah: keadaannya sudah begitu.
undo = Urungkan
undo-dropped = Diurungkan, dan tidak pernah terkirim: { $what }
undo-done = Diurungkan: { $what }
undo-not = Tidak diurungkan: { $what }. { $why }
undo-none = Tidak ada yang bisa diurungkan
undo-none-about = Yang Anda ubah bisa diurungkan di sini selama sepuluh menit.
undo-list = Urungkan
undo-list-open = Urungkan…
undo-about = Setiap perubahan bisa diurungkan selama sepuluh menit. Yang sudah diubah orang lain sesudahnya dibiarkan.
undo-drops = belum terkirim, cukup dibuang
undo-asks = akan diminta kembali dari cloud
undo-costs = akan terlihat dulu apa akibatnya
undo-parts = akan terlihat dulu apa yang bisa dikembalikan
undo-invites = lewat undangan baru; akan terlihat dulu apa akibatnya

many-undoing = Mengurungkan
many-undo-title = Urungkan perubahan ini?
many-member-change-role = Jadikan { $count } orang { $role_to }
many-member-add-to-group = Masukkan { $count } orang ke { $group }
many-member-remove-from-group = Keluarkan { $count } orang dari { $group }
many-member-suspend = Tangguhkan { $count } orang
many-member-restore = Pulihkan { $count } orang
many-member-remove = Keluarkan { $count } orang dari tim
many-plan-change = Ubah paket dari { $plan_from } menjadi { $plan_to }, beserta mereka yang kursinya dikosongkan
many-does = { $count } akan berubah
many-drops = { $count } belum pernah terkirim dan akan dibuang
many-dropped = { $count } perubahan diurungkan. Belum pernah terkirim.
many-skipped = { $count } dilewati
many-refused = { $count } tidak bisa
many-nothing = { $count } sudah begitu
many-none = Tidak ada yang akan berubah di sini.
many-no-seat = { $count ->
    [0] Tidak ada kursi kosong untuk siapa pun dari mereka.
   *[other] Kursi kosong hanya cukup untuk { $count } dari mereka. Anda bisa melakukannya untuk mereka sekarang.
}
many-mails = Ini mengirim { $count } email lagi.
many-rows = Akibatnya untuk masing-masing
many-became = Hasil untuk masing-masing
many-only = Tampilkan hanya
many-only-all = Semua
many-only-refused = Tidak bisa
many-only-skipped = Dilewati
many-only-does = Akan berubah
many-only-drops = Akan dibuang
many-only-bad = Tidak berhasil
many-only-open = Belum dijawab
many-row-nothing = Sudah begitu
many-row-drops = Belum pernah terkirim; akan dibuang
many-row-gains = mendapat { $count } izin
many-row-loses = kehilangan { $count } izin
many-row-cells = { $count } bidang berubah
many-sending = { $done } dari { $total } sudah dijawab cloud
many-waits = { $done } dari { $total } sudah dijawab. Sisanya disimpan di sini sampai Anda online.
many-done = Selesai untuk { $count }.
many-done-none = Tidak ada yang diubah.
many-came-back = { $count } ternyata ditolak
many-stopped = { $count } dihentikan
many-stop = Hentikan { $count } yang belum terkirim
many-state-refused = Ditolak
many-state-unknown = Cloud tidak akan menjawab
many-state-unsent = Menunggu di sini
many-state-sent = Sedang dikirim
many-state-done = Selesai
many-state-dropped = Dihentikan
ask-anyway = Tetap minta
ask-anyway-about = Mungkin sudah ada yang berubah sejak sinkronisasi terakhir. Anda tetap bisa meminta ke cloud: jawabannya yang berlaku, dan isian Anda tetap tersimpan.

sign-in = Masuk
sign-in-lead = Atur siapa memegang kunci apa di toko Anda.
sign-in-email = Email
sign-in-password = Kata sandi
sign-in-cloud = Alamat cloud
sign-in-cloud-hint = Biarkan seperti ini, kecuali Anda diberi alamat lain.
sign-in-busy = Sedang masuk…
sign-up = Buat akun
sign-up-lead = Untuk pemilik toko baru. Bila Anda diundang, buka saja tautan di email undangan.
sign-up-name = Nama Anda
sign-up-password-hint = Minimal 12 karakter. Kalimat pendek mudah diingat.
sign-up-new = Baru di sini? Buat akun
sign-up-have = Saya sudah punya akun
keychain-memory = Komputer ini tidak menyediakan penyimpan kunci, jadi sesi Anda hanya disimpan selama Keyholder terbuka: Anda perlu masuk lagi setiap kali membukanya.
session-ended = Sesi Anda sudah berakhir. Anda tetap bisa bekerja; masuk lagi untuk menyinkronkan.
sign-out = Keluar
sign-out-title = Keluar dari komputer ini?
sign-out-save = Simpan daftar
sign-out-saved = Tersimpan sebagai { $file }
sign-out-about = Semua data toko yang disimpan Keyholder di komputer ini akan dihapus, termasuk sesi masuk Anda. Data di cloud tidak berubah.
sign-out-anyway = Keluar tanpa mengirim
sign-out-unsent = { $count } perubahan belum terkirim dan akan hilang bila Anda keluar.
sign-out-set-aside = { $files } berkas disisihkan di sini, mungkin berisi perubahan yang belum terkirim, dan tidak terbaca. Bila Anda keluar, berkas itu dihapus; salin dulu bila masih perlu.
unsent-save = Simpan perubahan yang belum terkirim
unsent-saved = Tersimpan di { $path }.

store-switch = Ganti toko
store-create = Buat toko
store-name = Nama toko
store-name-hint = Anda menjadi Pemiliknya. Namanya bisa diganti nanti.
stores-choose = Pilih toko
stores-choose-lead = Anda tergabung di toko-toko ini.
stores-first = Toko pertama Anda
stores-first-lead = Anda belum tergabung di toko mana pun. Buat satu di sini, atau buka undangan yang Anda terima.

sync-now = Sinkronkan sekarang
badge-as-of =
    { $when ->
        [sekarang] baru saja disinkronkan
       *[other] disinkronkan { $when }
    }
badge-never = belum pernah disinkronkan
badge-and-waiting = { $count } menunggu
badge-and-refused = { $count } ditolak

seats-of = dari { $limit } kursi terpakai
seats-unlimited = kursi terpakai, tanpa batas
seats-used-of = { $used } dari { $limit } kursi terpakai
seats-used-unlimited = { $used } kursi terpakai, tanpa batas
seats-active = { $count } aktif
seats-active-about = bekerja di toko
seats-pending = { $count } diundang
seats-pending-about = dipegang sampai dijawab
seats-free = { $count } kosong
seats-free-about = untuk undangan berikutnya
seats-full-about = tidak bisa mengundang lagi
seats-waiting = +{ $count } menunggu sinkronisasi

overview-over-limit = Kursi yang terpakai melebihi paket. Tidak ada yang bisa ditambah sampai tim kembali muat.
overview-next = Langkah berikutnya
next-make-group = Buat grup pertama
next-make-group-about = Belum ada grup, jadi tidak seorang pun di bawah Admin melihat apa pun di omnichannel.
next-make-group-do = Grup baru
next-upgrade = Sediakan kursi untuk satu orang lagi
next-upgrade-about = Semua kursi paket Anda terpakai. Paket yang lebih besar punya lebih banyak; menangguhkan seseorang atau menarik undangan juga mengosongkan satu.
next-upgrade-do = Lihat paket
guide = Langkah pertama
guide-about = Urutan yang paling ringkas bagi sebuah toko: grup dulu, baru undangan, supaya tidak ada yang memulai tanpa bisa melihat apa pun.
guide-step-done = (selesai)
guide-store = Buat toko Anda
guide-group = Buat grup pertama
guide-group-about = Grup menentukan apa yang boleh dilakukan anggotanya di omnichannel: produk, pesanan, harga, stok. Ada lima titik awal yang bisa dipilih.
guide-group-do = Grup baru
guide-seat = Siapkan paket dengan kursi kosong
guide-seat-about = Di Starter, satu-satunya kursi Anda pakai sendiri. Paket Team punya lima.
guide-seat-do = Lihat paket
guide-invitation = Undang rekan pertama Anda
guide-invitation-about = Dengan peran untuk toko dan grup Anda untuk omnichannel. Tautan di emailnya berlaku 7 hari.
guide-invitation-do = Undang
guide-done = Toko Anda siap
guide-done-about = Undangan pertama sudah dibuat. Siapa pun yang menerimanya akan muncul di Tim.
guide-skip = Lewati
guide-skipped = Langkah pertama disimpan dulu. Palet perintah menampilkannya lagi: { $keys }.
guide-back = Tampilkan lagi
overview-seats = Kursi
overview-plan = Paket { $plan }
overview-roles = Tim
overview-people = { $count } orang
overview-waiting = Menunggu dan ditolak
overview-waiting-all = Lihat semua
overview-waiting-count = { $count } perubahan menunggu dikirim
overview-activity = Aktivitas terbaru
overview-activity-all = Semua aktivitas
overview-activity-none = Perubahan terakhir belum ada di komputer ini
overview-activity-none-about = Perubahan itu datang begitu cloud terjangkau.

team-all = { $count } orang
team-shown = { $count } dari { $all } orang
team-search = Cari nama atau email
team-name = Nama
team-role = Peran
team-groups = Grup
team-status = Status
team-since = Sejak
team-any-role = Semua peran
team-any-group = Semua grup
team-any-status = Semua status
team-with-count = { $name } ({ $count })
team-alone = Baru Anda sendiri di sini. Buat grup dulu, lalu undang orang ke dalamnya.
team-none = Tidak ada yang cocok
team-none-about = Tidak ada anggota tim yang cocok dengan pencarian dan saringan ini.

select-all = Pilih semua yang ditampilkan
picked-acts = Tindakan untuk yang dipilih
picked = { $count } dipilih
picked-none = Tidak ada yang dipilih
picked-all = Pilih semua { $count }
picked-clear = Kosongkan pilihan
picked-too-many = Satu rentang paling banyak { $count } orang. Untuk memilih semuanya, tekan { $keys }.
bulk-role = Ubah peran…
bulk-groups = Grup…
bulk-title-role = Ubah peran mereka
bulk-title-groups = Ubah grup mereka
bulk-title-suspend = Tangguhkan mereka?
bulk-title-restore = Pulihkan mereka?
bulk-title-remove = Keluarkan mereka dari tim?
bulk-to-role = Peran baru
bulk-choose-role = Pilih peran
bulk-way = Tindakan
bulk-way-add-to-group = Masukkan ke grup
bulk-way-remove-from-group = Keluarkan dari grup
bulk-to-group = Grup
bulk-choose-group = Pilih grup
bulk-choose-first = Pilih dulu. Sebelum ada yang diubah, Anda akan melihat akibatnya untuk masing-masing.
bulk-confirm-role = Ubah { $count } peran
bulk-confirm-add-to-group = Masukkan { $count } orang
bulk-confirm-remove-from-group = Keluarkan { $count } orang dari grup
bulk-confirm-suspend = Tangguhkan { $count } orang
bulk-confirm-restore = Pulihkan { $count } orang
bulk-confirm-remove = Keluarkan { $count } orang
filters-clear = Hapus saringan

member-since = di tim sejak { $date }
member-partial = Melihat laporan & dasbor: { $limit }
member-no-groups = Toko ini belum punya grup.
member-access = Akses
member-history = Perubahan terakhir
member-can-change = Yang bisa mengubahnya: { $names }
member-role-title = Jadikan { $who } sebagai { $role }?
member-role-confirm = Jadikan { $role }
member-group-add-title = Masukkan { $who } ke { $group }?
member-group-add = Masukkan ke grup
member-group-remove-title = Keluarkan { $who } dari { $group }?
member-group-remove = Keluarkan dari grup
member-suspend = Tangguhkan
member-suspend-title = Tangguhkan { $who }?
member-restore = Pulihkan
member-restore-title = Pulihkan { $who }?
member-remove = Keluarkan
member-remove-title = Keluarkan { $who } dari tim?
access-store = Di toko
access-omnichannel = Omnichannel
access-store-about = Yang dibuka oleh peran { $role }. Sama di setiap toko.
access-omnichannel-about = Yang diberikan grup, sejauh peran mengizinkan.

preview-nobody = Tidak ada orang yang aksesnya berubah.
preview-nothing = Aksesnya tidak berubah.
preview-invited = diundang
preview-cells = Akses di toko
preview-area = Bidang
preview-before = Sebelum
preview-after = Sesudah
preview-gains = Mendapat:
preview-loses = Kehilangan:
preview-more = Dan { $count } orang lagi.
preview-seats-after = Kursi setelah ini

invite = Undang
palette = Palet perintah
palette-hint = Orang, grup, halaman, atau tindakan
palette-screen = Halaman
palette-group = Grup
palette-act = Tindakan
palette-role-of = Ubah peran { $who }
palette-role-hint = Peran yang mana?
palette-group-duplicate = Gandakan grup { $who }
palette-group-compare = Bandingkan grup { $who } dengan grup lain
palette-group-rename = Ganti nama grup { $who }
palette-group-delete = Hapus grup { $who }
palette-resend = Kirim ulang undangan kepada { $who }
palette-link = Salin tautan atau tampilkan kode QR untuk { $who }
palette-invitation-role = Ubah peran dalam undangan { $who }
palette-withdraw = Tarik undangan kepada { $who }
palette-export = Ekspor peran: { $what }
palette-labelled = { $label }: { $what }
palette-back = Kembali
palette-forward = Maju
palette-none = Tidak ada yang bernama begitu. Tindakan diikuti nama, misalnya “tangguhkan Ayu”.
shortcuts = Pintasan papan ketik
shortcuts-off = Pintasan satu tombol sedang dimatikan. Nyalakan lagi lewat Pengaturan.
shortcut-off = mati
shortcut-or = atau
shortcut-space = Spasi
shortcut-palette = Buka atau lakukan apa saja dengan mengetik namanya
shortcut-search = Cari di halaman ini
shortcut-back = Kembali, seperti tombol samping tetikus
shortcut-forward = Maju, seperti tombol samping yang satu lagi
shortcut-larger = Perbesar tampilan
shortcut-smaller = Perkecil tampilan
shortcut-actual = Kembali ke ukuran biasa
shortcut-rows = Berpindah baris dalam daftar
shortcut-rows-page = Satu halaman naik atau turun dalam daftar
shortcut-rows-ends = Ke baris pertama atau terakhir daftar
shortcut-undo = Urungkan perubahan terakhir
shortcut-pick = Pilih satu baris tim
shortcut-pick-range = Pilih baris berikutnya sekalian
shortcut-pick-all = Pilih semua yang ditampilkan
shortcut-cells = Berpindah sel dalam tabel peran
shortcut-cells-row = Ke awal atau akhir barisnya
shortcut-cells-all = Ke awal atau akhir tabel peran
shortcut-read-list = Periksa alamat yang ditempel
shortcut-open = Buka atau tekan yang sedang disorot
shortcut-close = Tutup
shortcut-settings = Pengaturan
shortcut-quit = Tutup Keyholder
shortcut-sheet = Pintasan ini
invite-title = Undang seseorang
invite-email = Alamat email
invite-send = Kirim undangan
invite-no-group = Tanpa grup, orang ini tidak akan melihat apa pun di omnichannel.
invite-access = Yang terbuka: { $areas ->
    [0] tidak ada di toko
   *[other] { $areas } bidang di toko
  }, { $permissions ->
    [0] tidak ada di omnichannel
   *[other] { $permissions } izin di omnichannel
  }
invite-many = Undang banyak orang
invite-many-go-on = Lanjutkan daftar
invite-many-title = Undang banyak orang sekaligus
invite-many-lead = Tempel alamat, atau bawa daftar hasil ekspor kasir, penggajian, atau Google Workspace. Tidak ada yang dikirim sebelum Anda memeriksanya.
invite-many-paste = Alamat atau baris yang disalin
invite-many-paste-about = Satu per baris atau banyak, dengan atau tanpa nama, atau baris yang disalin dari lembar kerja.
invite-many-read = Periksa dulu
invite-many-file = Impor berkas CSV
invite-many-file-about = Letakkan di sini, atau pilih berkasnya. Kolom nama, email, peran, dan status dikenali dari judulnya. Kata sandi di dalamnya tidak pernah disimpan.
invite-many-file-choose = Pilih berkas
invite-many-file-reading = Membaca { $name }…
list-unread = { $name }: { $why }
list-unread-more = { $count } berkas lagi tidak bisa dibaca.
invite-many-back = Kembali ke daftar
invite-many-add = Tambah lagi
invite-many-list = Orang yang akan diundang
invite-many-for-all = Kursi, peran, grup
invite-many-filter = Tampilkan hanya
invite-many-all = Semua
invite-many-none-left = Tidak ada lagi baris seperti itu
invite-many-role = Peran bila daftar tidak menyebutnya
invite-many-role-words = Daftar menyebut { $words }, yang bukan salah satu peran: peran inilah gantinya.
invite-many-groups = Grup untuk semua
invite-many-no-group = Tanpa grup, { $count } orang tidak akan melihat apa pun di omnichannel.
invite-many-seats = Kursi
invite-many-seats-used = Terpakai sekarang
invite-many-seats-waiting = Menunggu sinkronisasi
invite-many-seats-adding = Undangan ini
invite-many-seats-after = Terpakai sesudahnya
invite-many-seats-of = { $after } dari { $limit }
invite-many-short = { $fit ->
    [0] Tidak ada kursi kosong untuk { $short } orang ini.
   *[other] { $short } orang tidak mendapat kursi. Anda bisa mengirim { $fit } yang muat dan menyimpan sisanya di daftar ini.
}
invite-many-sources = Asal daftar
invite-many-pasted = Ditempel
invite-many-source = { $name }: { $rows } baris
invite-many-left-out = Tidak dipakai: { $columns }
invite-many-passwords = Ada kolom kata sandi di dalamnya. Tidak ada isinya yang disimpan.
invite-many-column-no = Baris
invite-many-column-who = Orang
invite-many-column-verdict = Yang akan terjadi
invite-many-column-acts = Tindakan
invite-many-address = Alamat di baris { $row }
invite-many-role-of = Peran di baris { $row }
invite-many-remove = Keluarkan baris { $row } dari daftar
invite-many-include = Tetap undang
invite-many-remove-all = Keluarkan { $count } baris ini dari daftar
invite-many-role-word = di daftar: “{ $word }”
invite-many-unknown-groups = tidak ada grup { $groups } di sini
invite-many-sees-nothing = tanpa grup
invite-many-send = { $count ->
    [0] Kirim undangan
   *[other] Kirim { $count } undangan
}
invite-many-send-fit = Kirim { $count } yang muat
invite-many-clear = Kosongkan daftar
invite-many-clear-title = Kosongkan seluruh daftar?
invite-many-clear-about = { $count } baris yang belum dikirim akan dilupakan. Undangan yang sudah dikirim tetap seperti adanya.
invite-many-keep = Simpan saja
invite-many-sending = { $done } dari { $total } undangan dicatat
invite-many-stop = Hentikan
invite-many-asked = { $count } undangan sedang dikirim.
invite-many-asked-offline = { $count } undangan disimpan di sini dan dikirim begitu Anda online.
invite-many-left = { $count ->
    [0] Tidak ada yang tersisa di daftar.
   *[other] { $count } baris tidak dikirim dan tetap di daftar.
}
invite-many-clear-sent = Keluarkan dari daftar
invite-many-done = Selesai
invite-many-kept = Daftar ini tetap ada bila Anda menutupnya.
invite-verdict-ready = Siap
invite-verdict-no-seat = Tanpa kursi
invite-verdict-invalid = Alamat salah
invite-verdict-duplicate = Ganda di daftar
invite-verdict-member = Sudah di tim
invite-verdict-invited = Sudah diundang
invite-verdict-may-not = Tidak boleh
invite-verdict-skipped = Dilewati
invite-verdict-waiting = Menunggu sinkronisasi
invite-verdict-sent = Terkirim
invite-verdict-refused = Ditolak
invite-why-list-duplicate = Sama dengan baris { $row }
invite-why-list-inactive = Di daftar tertulis “{ $word }”
invite-why-list-own-address = Ini alamat Anda sendiri
invite-why-no-free-seat = Semua { $limit } kursi terisi
invite-why-already-member = { $status_code ->
    [suspended] { $who } ditangguhkan: pulihkan saja
   *[other] { $who } sudah menjadi anggota
}
invite-why-invalid-email = { $why ->
    [empty] Alamatnya kosong
    [no_at] Tidak ada tanda @
    [local] Periksa sebelum tanda @
    [domain] Periksa sesudah tanda @
    [too_long] Terlalu panjang
   *[other] Tidak bisa dikirimi email
}
invite-why-already-invited = Undangannya masih berlaku
invite-group-name = Nama grup
invite-group-make = Buat
error-list-too-big = Berkas ini { $megabytes } MB, sedangkan yang dibaca paling besar { $limit } MB. Buang yang tidak perlu, atau bagi dua.
error-list-too-long = Ini menjadi { $rows } baris, sedangkan daftar menampung paling banyak { $limit }. Bagi dan kirim satu per satu. Tidak ada yang diubah.
error-list-binary = Ini bukan daftar berbentuk teks. Ekspor sebagai CSV, lalu coba berkas itu.
error-list-spreadsheet = Ini berkas lembar kerja. Simpan sebagai CSV di program lembar kerja Anda, atau salin barisnya dan tempel di sini.
error-list-no-addresses = { $found ->
    [0] Tidak ada alamat email di dalamnya. Tempel alamat, atau tabel yang punya kolom alamat.
   *[other] Ini lebih mirip tulisan daripada daftar: dari { $lines } potong, hanya { $found } yang berisi alamat.
}
error-list-empty = Belum ada yang bisa dibaca. Tempel alamat atau pilih berkas.
error-list-sending = Daftar sedang dikirim. Tunggu sampai selesai, atau hentikan dulu.
error-list-does-not-fit = Hanya { $fit } dari { $wanted } yang mendapat kursi, jadi tidak ada yang dikirim. Kirim yang muat, atau kosongkan beberapa kursi.
invite-make-group = Buat grup
forecast-active = Aktif
forecast-pending = Diundang
forecast-waiting = Menunggu sinkronisasi
forecast-after = Kosong setelah ini
forecast-short = Sejauh yang diketahui komputer ini, tidak ada kursi kosong untuk undangan ini.
forecast-as-of = Kursi per { $when }

invitations-lead = Sebuah undangan menahan kursinya selama 7 hari.
invitations-starter = Di Starter, satu-satunya kursi Anda pakai sendiri. Dengan { $team }, empat rekan bisa bergabung.
invitations-see-plans = Lihat paket
invitations-search = Cari email
invitations-to = Diundang
invitations-state = Status
invitations-by = oleh { $who }
invitations-sent-times = dikirim { $count } kali
invitations-undelivered = Tidak sampai
invitations-no-group = Tanpa grup
invitations-expires = berakhir { $when }
invitations-expired = { $when }
invitations-none = Belum ada yang diundang saat ini
invitations-none-about = Kirim undangan dengan peran dan grup. Undangan datang lewat email dan bisa diterima selama 7 hari.
invitations-none-found = Tidak ada undangan yang cocok
invitations-acts = Tindakan
invitation-acts = Tindakan untuk { $email }
invitation-resend = Kirim ulang
invitation-resend-title = Kirim ulang undangan kepada { $email }?
invitation-link = Salin tautan
invitation-link-copied = Tautan untuk { $email } sudah disalin. Jangan berikan kepada orang lain.
invitation-link-not-copied = Tautan tidak bisa disalin. Pilih tautannya, lalu salin sendiri.
invitation-link-title = Tautan untuk { $email }
invitation-link-label = Tautan undangan
invitation-link-about = Siapa pun yang memegang tautan ini bisa bergabung atas nama orang ini. Jangan berikan kepada orang lain.
invitation-link-show = Tautan dan kode QR
invitation-qr = Kode QR dari tautan untuk { $email }
invitation-qr-about = Untuk orang yang berdiri di samping Anda: kamera ponselnya membuka undangan ini.
invitation-role = Ubah peran
invitation-role-of = Ubah peran { $email }
invitation-role-about = Email baru dikirim, dan tautan yang lama tidak berlaku lagi.
invitation-role-title = Undang { $email } sebagai { $role }?
invitation-role-confirm = Ubah dan kirim
invitation-withdraw = Tarik kembali
invitation-withdraw-title = Tarik undangan untuk { $email }?
### groups

groups-lead = Grup adalah sekumpulan izin omnichannel yang Anda berikan sekaligus kepada beberapa orang.
groups-new = Grup baru
groups-make = Buat grup
groups-none = Belum ada grup
groups-none-about = Buat grup, misalnya “Bagian pesanan”, pilih apa yang boleh dilakukannya di omnichannel, lalu undang orang ke dalamnya. Grup dulu, baru undangan: dengan begitu tidak ada yang memulai tanpa bisa melihat apa pun.
groups-name = Nama
groups-column-permissions = Izin
groups-start = Mulai dengan
groups-start-nothing = Kosong, pilih nanti
groups-start-nothing-about = Dimulai kosong. Izinnya Anda pilih setelah ini.
groups-start-marketplace-operator = Operator marketplace
groups-start-marketplace-operator-about = Memajang produk di marketplace dan menjaganya sejalan dengan toko. Cocok untuk Manajer atau Petugas stok; Penjual hanya bisa melihat.
groups-start-order-desk = Bagian pesanan
groups-start-order-desk-about = Mengurus pesanan sampai ke kurir: pemrosesan, resi, dan pengiriman. Cocok untuk Penjual, Manajer, atau Petugas stok.
groups-start-stock-room = Gudang
groups-start-stock-room-about = Menghitung dan membetulkan stok, dan melihat apa yang harus keluar. Cocok untuk Petugas stok atau Manajer.
groups-start-price-keeper = Pengelola harga
groups-start-price-keeper-about = Mengubah harga di setiap kanal dan melihat produknya. Cocok untuk Manajer atau Petugas stok.
groups-start-read-only = Hanya melihat
groups-start-read-only-about = Melihat kegiatan sehari-hari tanpa mengubah apa pun. Cocok untuk semua peran.
groups-starts-with = Dimulai dengan { $count } izin: { $permissions }.
groups-people = { $count ->
    [0] Belum ada anggota
   *[other] { $count } orang
}
groups-invited = { $count } diundang
groups-permissions = { $count ->
    [0] Tanpa izin
   *[other] { $count } izin
}
groups-all = Semua grup
groups-rename = Ganti nama
groups-rename-title = Ganti nama grup
groups-duplicate = Gandakan
groups-duplicate-title = Gandakan { $group }
groups-copy-name = { $number ->
    [1] { $group } (salinan)
   *[other] { $group } (salinan { $number })
}
groups-copy-without = { $count } izin yang belum dikenal versi ini tidak ikut disalin.
groups-search = Cari grup
groups-none-found = Tidak ada grup bernama begitu
groups-none-found-about = Pencarian ini menyembunyikan { $count } grup.
groups-delete = Hapus
groups-delete-title = Hapus { $group }?
groups-delete-unused = Tidak ada orang di grup ini, jadi tidak ada yang kehilangan apa pun.
groups-delete-in-use = { $invitations ->
    [0] Ada { $members } orang di grup ini. Tentukan ke mana mereka pindah.
   *[other] { $members ->
        [0] Ada undangan terbuka yang membawa grup ini. Tentukan grup penggantinya.
       *[other] Ada { $members } orang di grup ini, dan { $invitations } dalam undangan. Tentukan ke mana mereka pindah.
    }
}
groups-destination = Pindahkan ke
groups-destination-choose = Pilih…
groups-destination-none = Tanpa grup
groups-empty-about = Grup ini belum memuat izin, jadi belum membuka apa pun. Nyalakan yang dibutuhkan anggotanya.
groups-implied = Menyala karena diperlukan oleh { $permissions }: bila dimatikan, izin itu ikut mati.
groups-met = Anda dan orang lain mengubah grup ini tanpa melihat perubahan satu sama lain.
groups-turned-on = Akan menyala
groups-turned-off = Akan mati
groups-turned = { $count } perubahan, belum disimpan
groups-discard = Batalkan
groups-review = Tinjau…
groups-save = Simpan
groups-review-title = Ubah { $group }
groups-review-on = Menyala ({ $count })
groups-review-off = Mati ({ $count })
groups-review-nothing = Sementara itu grup ini sudah seperti yang Anda inginkan: tidak ada lagi yang perlu diubah.
groups-review-yes = Simpan perubahan
groups-who-holds = Siapa yang punya “{ $permission }”?
groups-who-holds-this = Siapa yang punya ini?
groups-owner-admin-only = Hanya Pemilik dan Admin
groups-kept-without-effect = Tersimpan di grup ini, tetapi tidak bisa diberikan lewat grup.
groups-unknown = Izin yang lebih baru
groups-unknown-about = Versi ini belum mengenalnya. Semua dibiarkan apa adanya.
groups-people-title = { $count ->
    [0] Anggota
   *[other] Anggota ({ $count })
}
groups-nobody = Belum ada orang di grup ini.
groups-more-people = dan { $count } orang lagi
groups-more-invited = dan { $count } undangan lagi
groups-all-in-team = Lihat semua di Tim
groups-once-accepted = Setelah undangan diterima
groups-add-people = Tambah
groups-add-people-to = Tambahkan orang ke { $group }
groups-find-people = Cari di tim
groups-find-none = Tidak ada yang bernama begitu di tim.
groups-find-more = Ada { $count } lagi; ketik untuk mempersempit daftar.
groups-inside = Sudah di dalam
groups-put-in = Masukkan
groups-take-out = Keluarkan
groups-take-out-of = Keluarkan { $who }
groups-cut = Dibatasi oleh peran
groups-cut-about = Grup tidak pernah mengangkat seseorang melebihi perannya.
groups-cut-for = { $count } izin di sini tidak berpengaruh bagi peran { $role }
groups-cut-here = Tidak berpengaruh bagi peran { $roles }
groups-cut-who = { $members ->
    [0] { $invitations } orang yang diundang
   *[other] { $invitations ->
        [0] { $members } orang
       *[other] { $members } orang, { $invitations } diundang
    }
}
groups-compare = Bandingkan
groups-compare-title = Bandingkan { $group }
groups-compare-with = Dengan
groups-compare-differences = Hanya yang berbeda
groups-compare-what = Izin atau orang
groups-compare-in = Ada di { $group }
groups-compare-not-in = Tidak ada di { $group }
groups-compare-same = Kedua grup mengizinkan hal yang persis sama.
groups-compare-empty = Kedua grup belum mengizinkan apa pun.
groups-compare-people = Orang: { $one } hanya di sini, { $both } di keduanya, { $other } hanya di sana

### plan

plan-lead = Setiap orang yang aktif dan setiap undangan terbuka memakai satu kursi. Yang ditangguhkan tidak memakai kursi.
plan-seats = Kursi
plan-seats-about = Yang menunggu sinkronisasi belum dihitung sampai cloud menerimanya.
plan-to-team = Ke Tim
plan-current = Paket Anda
plan-limit = { $limit } kursi
plan-unlimited = Kursi tanpa batas
plan-must-go = { $used } kursi terpakai: { $count } harus dikosongkan dulu.
plan-choose = Pilih { $plan }
plan-change-title = Ganti ke { $plan }
plan-change-confirm = Ganti ke { $plan }
plan-more = { $count } kursi lebih banyak dari sekarang
plan-rehearse = Lihat siapa yang harus keluar dulu
rehearsal-title = Syarat untuk { $plan }
rehearsal-about = { $used } kursi terpakai, sedangkan paket ini punya { $limit }. { $count } harus dikosongkan dulu.
rehearsal-missing = Pilih { $count } lagi
rehearsal-enough = { $count } dipilih: sudah cukup
rehearsal-who = Yang memakai kursi
rehearsal-until = berakhir { $date }
rehearsal-suspended = akan ditangguhkan
rehearsal-withdrawn = akan ditarik
rehearsal-next = Lihat akibatnya
rehearsal-forecast = Akibat memilih { $plan }
rehearsal-confirm-only = Kosongkan { $count } kursi
rehearsal-confirm = { $count ->
    [0] Ganti ke { $plan }
   *[other] Kosongkan { $count } kursi dan ganti ke { $plan }
}

### activity

activity-lead = Setiap perubahan, oleh siapa, dan dari komputer mana. Tidak ada yang bisa diubah di sini.
activity-happened = Yang terjadi
activity-refused = Yang ditolak
activity-refused-closed = Hanya Pemilik dan Admin yang melihat ini
activity-refused-none = Tidak ada yang ditolak
activity-refused-none-about = Bila seseorang mencoba sesuatu di luar perannya, atau dua orang menginginkan kursi terakhir, percobaannya tercatat di sini.
activity-none = Belum ada yang terjadi
activity-none-about = Buat grup atau undang seseorang: setiap perubahan muncul di sini, lengkap dengan pelakunya.
activity-earlier = Tampilkan yang lebih lama
activity-unreached = Kejadian sebelumnya hanya disimpan di cloud, dan cloud baru saja tidak menjawab. Pekerjaan Anda tidak terpengaruh. Coba lagi sebentar lagi.
activity-refused-unreached = Apa yang ditolak hanya disimpan di cloud, dan cloud baru saja tidak menjawab. Pekerjaan Anda tidak terpengaruh. Coba lagi sebentar lagi.
activity-start = Dari sinilah toko ini bermula.
activity-attempt = { $actor } mencoba: { $op }.
activity-made-at = dibuat { $when }, dikirim kemudian

### waiting

waiting-lead = Perubahan Anda sendiri yang belum diterima cloud, atau yang ditolaknya. Tidak ada yang hilang dari daftar ini tanpa persetujuan Anda.
waiting-sync = Sinkronkan sekarang
waiting-none = Tidak ada yang menunggu atau dikembalikan
waiting-none-about = Saat Anda bekerja offline, perubahan Anda menunggu di sini sesuai urutan. Bila cloud menolak salah satunya, perubahan itu kembali ke sini beserta alasannya, dan Anda yang menentukan kelanjutannya.
waiting-came-back = Dikembalikan ({ $count })
waiting-on-its-way = Dalam antrean ({ $count })
waiting-kept-ended = Disimpan di sini sampai Anda masuk lagi ({ $count })
waiting-kept = Disimpan di sini sampai Anda online ({ $count })
waiting-is-waiting = Menunggu
waiting-is-waiting-about = Dikirim begitu cloud terjangkau.
waiting-is-sent = Terkirim
waiting-is-sent-about = Sudah dikirim ke cloud; jawabannya belum sampai.
waiting-is-held = Ditahan
waiting-is-held-about = Cloud belum mengenal perubahan semacam ini. Disimpan, dan diajukan lagi bila sudah dikenal.
waiting-is-parked = Ditunda
waiting-is-parked-about = Menunggu sampai perubahan yang mendasarinya selesai.
waiting-is-refused = Ditolak
waiting-is-refused-about = Cloud menolak perubahan ini.
waiting-is-unknown = Tanpa jawaban
waiting-is-unknown-about = Cloud tidak akan memberi tahu kelanjutannya. Tanyakan kepada Pemilik; perubahan ini disimpan sebagai usulan.
waiting-expected = Diperkirakan akan ditolak:
waiting-expected-yes = Cloud diperkirakan akan menerima ini.
waiting-again-yes = Bila dicoba lagi sekarang, diperkirakan akan diterima.
waiting-again-no = Bila dicoba lagi sekarang, diperkirakan akan ditolak:
waiting-again-same = Bila dicoba lagi sekarang, diperkirakan akan ditolak dengan alasan yang sama.
waiting-asked = Yang Anda minta
waiting-present = Keadaan kini
waiting-permission = Izin
waiting-on = Nyala
waiting-off = Mati
waiting-gone = Sudah tidak ada
waiting-inside = Di dalam
waiting-outside = Di luar
waiting-seat = 1 kursi lagi
waiting-seats = { $used } dari { $limit } kursi terpakai
waiting-seats-unlimited = { $used } kursi terpakai, tanpa batas
waiting-days = { $count } hari
waiting-chosen-above = Kelanjutannya dipilih di atas, izin demi izin.
waiting-clashes = Diubah oleh Anda dan orang lain ({ $count })
waiting-clash-kept = Perubahan Anda masih terbuka, dan sementara itu { $by } mengubah grup ini. Pilih bagaimana setiap izin seharusnya.
waiting-clash-deleted = Perubahan Anda dikembalikan: sementara itu { $by } menghapus grup ini. Anda bisa membuatnya lagi dengan izin yang Anda pilih.
waiting-clash-crossed = Anda dan { $by } mengubah grup ini tanpa melihat perubahan satu sama lain. Keduanya diterima, dan yang belakangan berlaku. Pilih bila Anda menginginkannya lain.
waiting-clash-before = Semula
waiting-clash-mine = Anda
waiting-clash-theirs = Mereka
waiting-clash-shall = Mulai sekarang
waiting-clash-will = { $count } izin akan diubah.
waiting-clash-as-it-is = Tidak ada yang diubah: grup ini tetap seperti sekarang.
waiting-clash-anew-about = Grup baru dimulai tanpa anggota; masukkan mereka setelahnya.
waiting-clash-leave = Biarkan seperti sekarang
waiting-clash-send = Tinjau dan kirim…
waiting-clash-let-go = Lepaskan
waiting-clash-anew = Buat lagi
waiting-hangs-on = Bergantung pada: { $op }
waiting-made = Dibuat { $when }
waiting-go = Buka tempatnya
waiting-retry = Coba lagi
waiting-change = Ubah…
waiting-change-title = Ubah dan kirim
waiting-change-send = Kirim
waiting-change-role = Peran
waiting-change-group = Grup
waiting-change-groups = Grup
waiting-change-days = Hari tanpa cloud
waiting-change-asked = yang Anda minta
waiting-change-others = Izin lain dari grup ini
waiting-save = Simpan berkas
waiting-saved = Tersimpan sebagai { $path }
list-page = { $from }–{ $to } dari { $total }
list-page-before = Sebelumnya
list-page-after = Berikutnya
waiting-retry-all = Coba semua lagi…
waiting-retry-all-title = Coba semua lagi?
waiting-retry-all-yes = { $count ->
    [0] Tidak ada yang diperkirakan diterima sekarang.
   *[other] { $count } perubahan diperkirakan diterima sekarang.
}
waiting-retry-all-doubtful = { $count } diperkirakan ditolak lagi, kecuali orang lain mengubah sesuatu lebih dulu:
waiting-retry-all-also = Ajukan juga yang ini
waiting-retry-all-closed = { $count } tidak bisa dicoba lagi dan tetap di daftar:
waiting-retry-all-confirm = Coba { $count } lagi
waiting-drop-all = Buang semua…
waiting-drop-all-title = Buang semua yang dikembalikan?
waiting-drop-all-about = { $count } perubahan hilang dari daftar ini dan tidak akan diajukan lagi. Simpan dulu sebagai berkas bila mungkin masih diperlukan.
waiting-drop-all-confirm = Buang { $count }
waiting-all-asked = { $count ->
    [0] Tidak ada yang diajukan lagi.
   *[other] { $count } perubahan diajukan lagi.
}
waiting-all-dropped = { $count } perubahan dibuang.
waiting-drop = Buang
waiting-drop-title = Buang perubahan ini?
waiting-drop-about = Perubahan ini tidak akan dikirim dan hilang dari daftar.
waiting-drop-sent = Perubahan ini sudah dikirim: bila cloud menerimanya, perubahan tetap terjadi. Yang hilang hanya catatannya di daftar ini.
waiting-keep = Biarkan

### my access

mine-as-of =
    { $when ->
        [sekarang] Baru saja disinkronkan
       *[other] Disinkronkan { $when }
    }
mine-groups = Grup
mine-no-groups = Anda tidak ada di grup mana pun, jadi di omnichannel hanya berlaku yang sudah termasuk dalam peran Anda.
mine-who-can-change = Yang bisa mengubahnya
mine-nobody-can-change = Tidak ada: akses Pemilik selalu penuh.
mine-in-store = Di toko
mine-in-store-about = Sudah termasuk dalam peran Anda, { $role }, dan sama di setiap toko.
mine-in-omnichannel = Di omnichannel
mine-held = { $count } dari { $all }

### settings

settings-look = Tampilan dan bahasa
settings-language = Bahasa
settings-as-system = Ikuti sistem
settings-theme = Tema
settings-theme-light = Terang
settings-theme-dark = Gelap
settings-density = Kerapatan
settings-density-about = Rapat menampilkan lebih banyak baris sekaligus.
settings-density-comfortable = Lega
settings-density-compact = Rapat
settings-zoom = Ukuran
settings-zoom-about = Seluruh jendela digambar lebih besar atau lebih kecil.
settings-keyboard = Papan ketik
settings-shortcuts = Tampilkan semua pintasan
settings-single-keys = Pintasan satu tombol
settings-single-keys-about = “/” mencari, “?” menampilkan semua pintasan. Matikan bila tombol sering tertekan tanpa sengaja, atau bila Anda mengetik dengan suara.
settings-store = Toko
settings-store-name = Nama toko
settings-rename = Ganti nama
settings-rename-title = Ganti nama toko
settings-account = Akun
settings-keychain-problem = Keyholder tidak bisa memakai penyimpan kunci komputer ini: tidak ada, terkunci, atau tidak menjawab. Jika terkunci, buka kuncinya, lalu buka Keyholder lagi. Jika tidak, frasa sandi bisa menggantikannya.
settings-keychain-said = Rincian untuk yang membantu Anda
settings-about = Tentang Keyholder
settings-about-about = Bila ada yang membantu Anda, ia mungkin menanyakan hal-hal ini. Tidak ada nama atau rahasia di dalamnya.
settings-version = Versi
settings-cloud = Cloud
settings-store-id = Id toko
settings-sync = Sinkronisasi
settings-kept = Tersimpan di sini
settings-kept-counts = { $waiting } menunggu, { $refused } ditolak
settings-copy = Salin data ini
settings-copied = Tersalin
settings-not-copied = Tidak bisa disalin. Pilih teksnya lalu salin sendiri.

### ui-c: locking, handing over, passphrase, devices, first sync

lock = Kunci
lock-now = Kunci sekarang
me-menu = Kunci, ganti pengguna, keluar
shortcut-lock = Kunci
locked = Terkunci
locked-asked = Tidak ada yang hilang, dan tidak ada yang terlihat sampai kuncinya dibuka.
locked-idle = Sudah beberapa lama tidak ada orang di sini, jadi Keyholder mengunci diri. Tidak ada yang hilang.
locked-lease-ended = Cloud tidak terjangkau selama batas yang diizinkan toko ini. Tidak ada yang hilang: buka kunci sekali saat komputer ini online.
locked-clock-jumped = Jam komputer ini melompat maju. Tidak ada yang hilang: buka kunci sekali saat komputer ini online, agar cloud memastikan waktunya.
locked-waiting = { $count } perubahan menunggu dikirim dari sini. Semuanya aman.
locked-others = Orang lain?
unlock = Buka kunci
unlock-busy = Membuka…
unlock-needs-cloud = Saat ini hanya cloud yang bisa memeriksa kata sandi ini, jadi komputer ini harus online.
unlock-offline = Cloud tidak terjangkau, padahal diperlukan sekali ini. Periksa jaringan, lalu coba lagi; semuanya tetap tersimpan.
people-other = Orang lain
people-waiting = { $count } menunggu
switch-person = Ganti pengguna
switch-person-title = Siapa yang melanjutkan?
switch-person-about = Tidak ada milik Anda yang dihapus atau dikirim atas nama orang lain. Data Anda di komputer ini terkunci sampai Anda kembali.
sign-in-known = Dikenal di komputer ini

passphrase = Frasa sandi
passphrase-again = Sekali lagi, sama persis
passphrase-choose = Pilih frasa sandi
passphrase-choose-lead = Komputer ini tidak punya penyimpan kunci. Sebagai gantinya, yang disimpan Keyholder di sini disegel dengan frasa sandi, yang diminta setiap kali Keyholder dibuka.
passphrase-hint = Minimal 12 karakter. Empat atau lima kata yang tidak saling berkaitan sudah baik.
passphrase-keep = Segel dengan frasa ini
passphrase-sealing = Menyegel…
passphrase-differs = Keduanya tidak sama. Ketik sekali lagi.
passphrase-short = Diperlukan minimal { $count } karakter.
passphrase-nothing = Jangan simpan apa pun di komputer ini
passphrase-decline-title = Tidak menyimpan apa pun di komputer ini?
passphrase-decline-about = Toko Anda hanya dipegang selama Keyholder terbuka: Anda masuk lagi setiap kali membukanya, perubahan offline hilang bila Keyholder ditutup sebelum semuanya terkirim, dan penutupan ditahan selama masih ada yang menunggu.
passphrase-decline = Jangan simpan
passphrase-enter = Keyholder tersegel
passphrase-enter-lead = Masukkan frasa sandi yang dipilih di komputer ini.
passphrase-open = Buka
passphrase-opening = Membuka…
passphrase-forgotten = Frasa sandi yang terlupa tidak bisa dicari oleh siapa pun, bahkan oleh cloud.
passphrase-anew = Mulai lagi dengan frasa lain
passphrase-anew-lead = Yang disegel frasa terlupa itu disisihkan dan tetap tersimpan di komputer ini, termasuk yang belum terkirim; hanya frasa itu yang bisa membacanya. Anda masuk lagi, dan toko Anda diambil dari awal.
passphrase-remembered = Ternyata saya ingat
settings-seal = Segel dengan frasa sandi
strength-short = Masih terlalu pendek: { $count } karakter atau lebih.
strength-weak = Mudah ditebak. Tambahkan satu-dua kata yang tidak berkaitan.
strength-fair = Cukup. Satu kata lagi membuatnya baik.
strength-good = Baik.
strength-strong = Kuat.
rest-memory = Tidak ada yang disimpan di komputer ini: yang belum terkirim hilang bila Keyholder ditutup.

closing = Ada perubahan yang belum terkirim
closing-about = { $count ->
    [0] Semuanya sudah terkirim.
   *[other] { $count } perubahan menunggu dikirim. Tidak ada yang disimpan di komputer ini, jadi menutup sekarang berarti kehilangan perubahan itu.
}
closing-send = Kirim sekarang
closing-sending = Mengirim. Jendela tertutup begitu tidak ada lagi yang menunggu.
closing-offline = Cloud sedang tidak terjangkau. Keyholder terus mencoba, dan jendela tertutup begitu semuanya terkirim.
closing-save = Simpan daftar
closing-saved = Simpan lagi
closing-stay = Tetap di sini
closing-anyway = Tutup tanpa mengirim

first-sync = Mengambil data toko
first-sync-none = Belum diambil
first-sync-none-about = Cloud tidak terjangkau. Data toko ini diambil begitu cloud terjangkau.
first-sync-begins = Memulai…
first-sync-of = { $rows } dari { $total } orang, grup, dan undangan
first-sync-about = Hanya sekali, di awal; setelah itu cukup yang berubah. Bila terputus, dilanjutkan dari tempat terhenti.

devices = Perangkat
devices-about = Komputer tempat Anda sedang masuk. Yang Anda keluarkan tidak dilayani lagi oleh cloud.
devices-this = Komputer ini
devices-unnamed = Komputer tanpa nama
devices-seen = Terakhir terlihat { $when } · masuk { $day }
devices-since = Masuk { $day }
devices-end = Keluarkan
devices-end-title = Keluarkan { $device }?
devices-end-about = Perangkat itu tidak bisa mengambil atau mengirim apa pun sampai Anda masuk lagi di sana. Perubahan yang menunggu di sana tetap tersimpan di sana.
devices-end-confirm = Keluarkan perangkat
devices-ended = { $device } sudah dikeluarkan.
devices-offline = Daftar ini disimpan oleh cloud, yang sedang tidak terjangkau.

lease = Bekerja tanpa cloud
lease-days = { $count } hari
lease-until = Komputer ini terkunci pada { $day } kecuali terhubung ke cloud sebelumnya.
lease-about = Komputer yang selama itu tidak menjangkau cloud mengunci diri sampai terhubung lagi. Tidak ada yang hilang.
lease-change = Ubah
lease-title = Berapa lama komputer boleh bekerja tanpa cloud?
lease-label = Hari
lease-hint = Dari 1 sampai 365; berlaku untuk setiap komputer yang memegang toko ini.

settings-lock = Kunci bila tidak ada orang
settings-lock-about = Kata sandi Anda membukanya lagi, juga tanpa jaringan.
settings-lock-minutes = Setelah { $count } menit
settings-lock-never = Tidak pernah
settings-storage = Penyimpanan
settings-rest = Tersimpan di komputer ini
settings-rest-encrypted = Terenkripsi; kuncinya, juga sesi masuk Anda, ada di penyimpan kunci komputer ini.
settings-rest-passphrase = Terenkripsi, termasuk sesi masuk Anda; frasa sandi Anda yang membukanya.
settings-rest-memory = Tidak ada: toko dan sesi masuk Anda hanya dipegang selama Keyholder terbuka.

error-locked = Keyholder terkunci. Buka dulu kuncinya.
error-bad-password = Kata sandinya tidak cocok. Periksa lagi; huruf besar dan kecil dibedakan.
error-bad-passphrase = Ini bukan frasa sandi yang dipilih di sini. Periksa lagi; huruf besar, huruf kecil, dan spasi dibedakan.
error-passphrase-needed = Yang disimpan di komputer ini dijaga frasa sandi. Pilih atau masukkan dulu frasa sandinya.
error-weak-passphrase = Frasa sandi perlu 12 karakter atau lebih.
error-holder-gone = Program yang memegang profil ini berakhir sebelum menjawab.
error-no-holder = Tidak ada Keyholder lain yang menjawab untuk profil ini. Coba lagi.
error-unknown-call = Keyholder yang memegang profil ini tidak bisa melakukannya. Tutup atau perbarui program itu.
error-snapshot-gone = Cloud tidak lagi memegang data yang sedang diambil. Keyholder mengambilnya dari awal.

### cli: the command line

## What it asks and tells

cli-ask-email = Email
cli-ask-password = Kata sandi
cli-ask-new-password = Kata sandi untuk akun baru, minimal 12 karakter
cli-ask-passphrase = Frasa sandi untuk data di komputer ini
cli-ask-new-passphrase = Frasa sandi baru untuk data di komputer ini
cli-ask-again = Sekali lagi
cli-ask-send-list = Kirim { $count } undangan ini? (ya atau tidak)
cli-passphrase-why = Komputer ini tidak punya penyimpan kunci. Frasa sandi minimal 12 karakter menyegel yang disimpan Keyholder di sini; tidak ada yang bisa mencarinya nanti.
cli-signed-in = Masuk sebagai { $name } <{ $email }> di { $cloud }.
cli-signed-out = Sudah keluar. Tidak ada lagi data akun ini di komputer ini.
cli-store-made = Toko { $store } sudah dibuat ({ $id }).
cli-in-use = Mulai sekarang perintah berlaku untuk { $store }.
cli-no-stores = Belum ada toko. Tautan undangan membawa Anda ke sebuah toko; `keyholder create-store` membuat toko baru.
cli-nobody = Tidak ada yang masuk
cli-holder = Keyholder lain memegang profil ini (proses { $pid }, versi { $version })
cli-serving = Profil di { $folder } terbuka dan terus disinkronkan. Ctrl-C mengakhirinya.
cli-first-sync = Mengambil { $store }: { $rows } dari { $total }
cli-and = { $first } dan { $last }
cli-and-more = dan { $count } lagi
cli-none = Tidak ada apa-apa di sini.
cli-of = { $shown } dari { $total }
cli-yes = ya
cli-no = tidak
cli-may = { $who }: ya, { $what }.
cli-may-not = { $who }: tidak, bukan { $what }.
cli-can-change = Yang bisa mengubahnya: { $who }
cli-seats = { $used } dari { $limit } kursi: { $active } aktif, { $pending } diundang
cli-list-not-sent = Tidak ada yang dikirim.
cli-list-seats = Kursi terpakai: { $used } sekarang, { $after } sesudahnya, dari { $limit }
cli-accepted = Selesai: { $op }
cli-kept = Disimpan, menunggu dikirim: { $op }
cli-held = Disimpan, dikesampingkan oleh cloud: { $op }
cli-refused = Ditolak: { $op }
cli-nothing-to-do = Tidak ada yang perlu dilakukan, sudah demikian: { $op }
cli-ask-anyway = Orang lain mungkin sudah mengubahnya nanti: --ask-anyway tetap menanyakannya ke cloud.
cli-dropped = Dibuang: { $op }
cli-saved = { $count } disimpan ke { $file }
cli-exported = { $count } baris ditulis ke { $file }
cli-mark-waiting = menunggu sinkronisasi
cli-mark-refused = ditolak
cli-locked = Terkunci. Perubahan yang menunggu tetap dikirim.
cli-unlocked = Kunci terbuka.
cli-device-ended = { $device } sudah dikeluarkan.
cli-this-device = yang ini

## Headings

cli-head-account = Akun
cli-head-allowed = Boleh
cli-head-area = Bidang
cli-head-cloud = Cloud
cli-head-device = Perangkat
cli-head-edit = Perubahan
cli-head-email = Alamat
cli-head-expires = Berakhir
cli-head-group = Grup
cli-head-groups = Grup
cli-head-holder = Pemegang
cli-head-id = Id
cli-head-invitations = Undangan
cli-head-inviter = Diundang oleh
cli-head-last-seen = Terakhir terlihat
cli-head-level = Tingkat
cli-head-made = Dibuat
cli-head-mark = Belum pasti
cli-head-members = Anggota
cli-head-must-go = Harus keluar dulu
cli-head-name = Nama
cli-head-permission = Izin
cli-head-permissions = Izin
cli-head-plan = Paket
cli-head-reason = Alasan
cli-head-role = Peran
cli-head-row = Baris
cli-head-seats = Kursi
cli-head-signed-in = Masuk
cli-head-since = Sejak
cli-head-state = Keadaan
cli-head-status = Status
cli-head-store = Toko
cli-head-sync = Sinkronisasi
cli-head-verdict = Hasil

## What goes wrong on a command line only

cli-error-ambiguous = “{ $asked }” cocok dengan lebih dari satu: { $candidates }. Sebutkan yang mana, dengan alamat atau id.
cli-error-unknown-member = Tidak ada anggota tim dengan alamat, nama lengkap, atau id “{ $asked }”.
cli-error-unknown-group = Tidak ada grup bernama “{ $asked }”.
cli-error-unknown-invitation = Tidak ada undangan terbuka untuk “{ $asked }”.
cli-error-unknown-store = Tidak ada toko akun ini yang bernama “{ $asked }”.
cli-error-unknown-device = Tidak ada perangkat akun ini yang bernama “{ $asked }”.
cli-error-unknown-person = Tidak ada yang masuk di komputer ini dengan nama “{ $asked }”.
cli-error-locked = Keyholder terkunci. `keyholder unlock` membukanya dengan kata sandi Anda.
cli-error-choose-store = Sebutkan toko yang mana, dengan --store atau `keyholder use`: { $candidates }.
cli-error-unknown-permission-or-area = “{ $asked }” bukan izin dan bukan bidang. Izin ditulis seperti orders.view, bidang seperti void_sale.
cli-error-unknown-op = Perubahan itu tidak ada di kotak keluar.
cli-error-timed-out = Yang ditunggu tidak terjadi pada waktunya. Tidak ada yang hilang: permintaan disimpan dan dikirim nanti.
cli-error-usage = Baris perintah ini keliru: { $message }.
cli-error-say-yes = Tidak ada yang bisa ditanya apakah ini dikirim. --yes mengirim yang siap, --dry-run hanya memperlihatkannya.
cli-error-list-unreadable = “{ $file }” tidak bisa dibaca: { $message }.
cli-error-list-does-not-fit = Hanya { $fit } dari { $wanted } yang mendapat kursi, jadi tidak ada yang dikirim. --partial mengirim yang muat.
cli-error-not-the-same = Yang diketik dua kali tidak sama. Tidak ada yang diubah.
cli-error-no-password = Kata sandi atau frasa sandi diperlukan, dan tidak ada terminal untuk menanyakannya. Berikan lewat masukan standar.
cli-error-interrupted = Dihentikan. Yang sudah disimpan tetap tersimpan.
cli-error-profile-in-use = Program lain memegang profil ini. Tutup program itu, lalu coba lagi.
cli-error-holder-older = Program yang memegang profil ini lebih lama (versi { $version }, proses { $pid }). Tutup atau perbarui program itu.
cli-error-holder-newer = Program yang memegang profil ini lebih baru (versi { $version }, proses { $pid }). Perbarui yang ini.
cli-error-holder-gone = Program yang memegang profil ini berakhir sebelum menjawab. `keyholder outbox` menunjukkan apa yang disimpan.
cli-error-unknown-call = Program yang memegang profil ini tidak bisa melakukannya. Tutup atau perbarui program itu.
cli-error-passphrase-needed = Data di komputer ini dilindungi frasa sandi. Berikan di terminal, dengan --passphrase-file atau dengan --passphrase-stdin.
cli-error-offline = Cloud tidak bisa dihubungi, padahal diperlukan untuk ini. Coba lagi setelah online.

## Tautan yang membuka program

link-ask-title = Apakah Anda mengenal cloud ini?
link-ask-join = Sebuah tautan menuju undangan di cloud yang belum dikenal di komputer ini. Lanjutkan hanya bila Anda memang menunggunya: alamat itu dipilih oleh penulis tautan.
link-ask-store = Sebuah tautan menuju toko di cloud yang belum dikenal di komputer ini. Lanjutkan hanya bila Anda memang menunggunya: alamat itu dipilih oleh penulis tautan.
link-trust = Saya memang menunggunya
link-leave = Abaikan
link-elsewhere-title = Toko di cloud lain
link-elsewhere = Tautan itu menuju toko di { $cloud }, sedangkan Anda masuk di { $here }. Masuklah di sana untuk melihatnya; yang ada di sini tetap seperti adanya.
link-sign-in = Masuk di sana
link-missing-title = Toko itu tidak ada
link-missing = { $name } tidak memiliki toko itu di { $cloud }. Mungkin undangannya dikirim ke alamat Anda yang lain.
link-page-title = Undangan
link-page = Tautan itu menuju undangan di { $cloud }. Halamannya terbuka di peramban Anda, dan tidak ada yang diterima sebelum Anda menyetujuinya di sana.
link-show = Lihat undangan
join-next-link = Buka { $store } di Keyholder

## Bila jendela tidak bisa dibuka: kotak pesan biasa dari sistem. Masing-masing satu baris, tanpa nilai.

start-no-web-view = Keyholder memerlukan Microsoft Edge WebView2 untuk menampilkan jendelanya, tetapi komputer ini belum memilikinya. Pasang “WebView2 Runtime” dari microsoft.com, atau minta tolong pengurus komputer ini, lalu buka Keyholder lagi. Tidak ada yang hilang.
start-no-window = Keyholder tidak bisa membuka jendelanya. Mulai ulang komputer, lalu coba lagi; yang sudah tersimpan tidak hilang.

## Bilah menu macOS

menu-app = Keyholder
menu-about = Tentang Keyholder
menu-settings = Pengaturan…
menu-services = Layanan
menu-hide = Sembunyikan Keyholder
menu-hide-others = Sembunyikan Lainnya
menu-show-all = Tampilkan Semua
menu-lock = Kunci
menu-quit = Keluar dari Keyholder
menu-file = File
menu-close = Tutup Jendela
menu-edit = Edit
menu-undo = Urungkan
menu-redo = Ulangi
menu-cut = Potong
menu-copy = Salin
menu-paste = Tempel
menu-select-all = Pilih Semua
menu-view = Tampilan
menu-back = Kembali
menu-forward = Maju
menu-actual = Ukuran Sebenarnya
menu-larger = Perbesar
menu-smaller = Perkecil
menu-full-screen = Masuk Layar Penuh
menu-window = Jendela
menu-minimise = Minimalkan
menu-maximise = Zoom
menu-front = Bawa Semua ke Depan
menu-help = Bantuan
menu-sheet = Pintasan Papan Ketik

## Notifikasi, laporan, dan kerusakan

notify = Notifikasi
notify-about = Disampaikan oleh sistem Anda selama Anda tidak melihat jendela ini.
notify-refused = Perubahan ditolak
notify-accepted = Undangan diterima
notify-expiring = Undangan berakhir dalam sehari
notify-seat = Ada kursi kosong untuk undangan yang menunggunya
notify-names = Sebutkan siapa yang dimaksud
notify-names-about = Siapa pun yang melihat layar Anda, terkunci atau tidak, bisa membaca namanya.
tiding-title = Keyholder
tiding-refused = { $count ->
   *[other] { $count } perubahan ditolak. Semuanya disimpan di Menunggu & ditolak.
}
tiding-accepted = { $count ->
   *[other] { $count } undangan diterima.
}
tiding-accepted-name = { $name } menerima undangan Anda.
tiding-expiring = { $count ->
   *[other] { $count } undangan berakhir dalam sehari.
}
tiding-expiring-name = Undangan untuk { $name } berakhir dalam sehari.
tiding-seat = { $count ->
   *[other] Ada kursi kosong: dari { $count } undangan yang ditolak karena kursi habis, yang berikutnya bisa dikirim lagi.
}
report-about = Bacalah sebelum mengirimkannya kepada siapa pun. Nama, alamat, dan rahasia sudah dihapus.
report-save = Simpan…
report-save-title = Simpan laporan
diagnostics = Diagnostik
diagnostics-report = Laporan untuk orang yang membantu Anda
diagnostics-about = Versi, pengaturan, jumlah, waktu, dan baris terakhir log dalam satu teks.
diagnostics-look = Tampilkan laporan…
diagnostics-name = Keyholder - laporan
crash-title = Keyholder berhenti mendadak
crash-about = Ada yang rusak di program ini ketika terakhir berjalan. Tidak ada permintaan Anda yang hilang: setiap perubahan sudah ada di disk komputer ini sebelum ditampilkan. Sebuah laporan menunjukkan di mana itu terjadi; tidak ada nama di dalamnya.
crash-about-memory = Ada yang rusak di program ini ketika terakhir berjalan. Tidak ada yang disimpan di komputer ini, jadi perubahan yang belum terkirim hilang: periksalah apakah yang terakhir sudah ada. Sebuah laporan menunjukkan di mana itu terjadi; tidak ada nama di dalamnya.
crash-look = Tampilkan laporan
crash-forget = Tutup
crash-report = Laporan kerusakan
crash-name = Keyholder - kerusakan

## Pembaruan

updates = Pembaruan
updates-version = Versi { $version }
updates-looked = Versi baru terakhir dicari pada { $date }.
updates-never = Versi baru belum pernah dicari.
updates-look = Cari sekarang
updates-newest = Ini versi terbaru.
updates-by-itself = Cari versi baru secara otomatis
updates-by-itself-about = Sekali sehari. Tidak ada yang diunduh atau diubah sebelum Anda memintanya.
updates-not-set-up = Pembaruan tidak disiapkan pada Keyholder yang terpasang di sini: versi baru tidak dicari dan tidak diterima. Mintalah versi baru kepada orang yang memberikannya.
updates-package = Keyholder dipasang sebagai paket sistem ini, jadi sistemlah yang menggantinya. Ambil paket yang lebih baru dan pasang dengan cara yang sama. Yang belum Anda kirim tetap ada di sini.
updates-offer = Versi { $version } sudah tersedia
updates-made = Dibuat pada { $date }.
updates-notes = Yang baru
updates-now = Perbarui dan mulai ulang
updates-later = Nanti saja
updates-page = Tampilkan tempat mengambilnya
updates-fetching = Mengunduh versi baru…
updates-sending = Mengirim dulu yang menunggu…
updates-installing = Memasang versi baru. Jendela akan terbuka kembali dengan sendirinya.
updates-left = { $count ->
   *[other] { $count } perubahan belum bisa dikirim sekarang. Semuanya tetap di komputer ini dan dikirim setelah pembaruan.
}
updates-left-of = { $count ->
   *[other] { $count } perubahan milik { $name } juga menunggu di sini. Hanya { $name } yang bisa mengirimnya; semuanya tetap ada.
}
updates-anyway = Tetap perbarui
updates-show-waiting = Tampilkan yang menunggu
updates-kept = Disimpan sebelum pembaruan
updates-kept-ours = Versi ini menyimpan isi komputer ini pada { $date }, sebelum versi yang lebih baru mengambil alih. Anda bisa kembali ke sana.
updates-kept-before = Versi { $version } menyimpan isi komputer ini pada { $date }. Jika harus kembali, pasang lagi versi itu; ia akan menawarkannya.
updates-go-back = Kembali ke yang disimpan…
updates-go-back-title = Kembali ke yang disimpan?
updates-go-back-about = Toko Anda akan seperti yang diketahui komputer ini pada { $date }; cloud memberi tahu apa yang terjadi sesudahnya. Yang ada sekarang disisihkan, tidak dihapus. Perubahan yang dibuat sejak itu dan belum dikirim ada di bagian yang disisihkan.
updates-go-back-confirm = Kembali
updates-went-back = Anda kembali ke yang disimpan sebelum pembaruan.
update-offer = Versi { $version } sudah tersedia
too-old = { $count ->
    [0] Versi Keyholder ini sudah terlalu usang untuk cloud. Anda bisa melihat semuanya dan terus bekerja; tidak ada yang diambil atau dikirim sebelum diperbarui.
   *[other] Versi Keyholder ini sudah terlalu usang untuk cloud. { $count } perubahan Anda yang belum terkirim tetap di komputer ini dan dikirim setelah pembaruan; Anda bisa terus bekerja.
}
too-old-ask = Pembaruan tidak disiapkan pada Keyholder yang terpasang di sini: mintalah versi baru kepada orang yang memberikannya.
too-old-update = Perbarui ke { $version }…
too-old-look = Cari pembaruan
error-written-by-newer = Isi komputer ini ditulis oleh versi Keyholder yang lebih baru. Pasang lagi versi itu untuk melanjutkan dari tempat Anda berhenti. Tidak ada yang hilang.
error-update-not-ours = Yang diunduh tidak bertanda tangan Keyholder untuk versi itu, jadi dibuang. Versi yang berjalan tetap seperti semula. Coba lagi nanti; jika terulang, beri tahu orang yang mengurus Keyholder.
error-update-not-reached = Versi baru tidak bisa dicari atau diunduh sekarang. Periksa jaringan dan coba lagi; versi yang berjalan tetap seperti semula.
error-update-not-for-here = Belum ada versi baru untuk jenis komputer ini.
error-not-updated = Versi baru tidak bisa dipasang. Versi yang berjalan tetap seperti semula, begitu pula semua yang Anda kerjakan.
